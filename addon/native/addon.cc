// The socket as JavaScript sees it, and its place in Node's event loop. What it hands over and what
// it expects is declared in src/native.ts.
#include <napi.h>
#include <uv.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>

#include "socket.h"

namespace {

using netlink::Failure;
using netlink::Received;
using netlink::Slots;
using netlink::Socket;

// What the sockets of one JavaScript environment share: each worker thread has its own.
struct Environment {
  Slots slots;
};

class Handle : public Napi::ObjectWrap<Handle> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Handle",
                       {InstanceMethod("open", &Handle::Open), InstanceMethod("send", &Handle::Send),
                        InstanceMethod("receive", &Handle::Receive),
                        InstanceMethod("copyHeld", &Handle::CopyHeld),
                        InstanceMethod("wait", &Handle::Wait), InstanceMethod("rest", &Handle::Rest),
                        InstanceMethod("setOption", &Handle::SetOption),
                        InstanceMethod("getOption", &Handle::GetOption),
                        InstanceMethod("close", &Handle::Close)});
  }

  explicit Handle(const Napi::CallbackInfo &info)
      : Napi::ObjectWrap<Handle>(info), environment_(info.Env().GetInstanceData<Environment>()) {}

  ~Handle() override {
    if (watch_) watch_->Stop();
  }

 private:
  // The part that libuv knows. It outlives the handle by the turn of the loop that uv_close() takes,
  // and it holds the environment's end up for that turn: a loop must not be freed with a watcher in it.
  struct Watch {
    uv_poll_t poll;
    Handle *owner;
    napi_async_cleanup_hook_handle cleanup;

    static void OnEnvironmentEnd(napi_async_cleanup_hook_handle, void *data) {
      if (Handle *owner = static_cast<Watch *>(data)->owner) owner->End();
    }

    void Stop() {
      owner = nullptr;
      uv_close(reinterpret_cast<uv_handle_t *>(&poll), [](uv_handle_t *handle) {
        auto *watch = static_cast<Watch *>(handle->data);
        napi_remove_async_cleanup_hook(watch->cleanup);
        delete watch;
      });
    }
  };

  // open(protocol, namespacePath | undefined, batch: Uint32Array, readable: () => void)
  //   -> port id, or [errno, call]
  Napi::Value Open(const Napi::CallbackInfo &info) {
    Napi::Env env = info.Env();
    const int protocol = info[0].As<Napi::Number>().Int32Value();
    std::string path;
    if (info[1].IsString()) path = info[1].As<Napi::String>().Utf8Value();

    if (const Failure failure = environment_->slots.Reserve()) return Describe(env, failure);
    if (const Failure failure = socket_.Open(protocol, info[1].IsString() ? path.c_str() : nullptr))
      return Describe(env, failure);

    uv_loop_t *loop = nullptr;
    napi_get_uv_event_loop(env, &loop);
    auto watch = std::make_unique<Watch>();
    watch->owner = this;
    watch->poll.data = watch.get();
    if (const int error = uv_poll_init(loop, &watch->poll, socket_.descriptor())) {
      socket_.Close();
      return Describe(env, {-error, "uv_poll_init"});
    }
    napi_add_async_cleanup_hook(env, &Watch::OnEnvironmentEnd, watch.get(), &watch->cleanup);
    watch_ = watch.release();

    // Held by this object rather than by a reference: a socket that nobody can reach any more can
    // then be collected, which closes it.
    Napi::Object self = info.This().As<Napi::Object>();
    self.Set("batch", info[2]);
    self.Set("readable", info[3]);
    Napi::Uint32Array batch = info[2].As<Napi::Uint32Array>();
    received_ = reinterpret_cast<Received *>(batch.Data());
    capacity_ = batch.ByteLength() / sizeof(Received);
    return Napi::Number::New(env, socket_.port_id());
  }

  // send(datagram: Uint8Array, portId, memory: Uint8Array, most) -> 0 or errno. Sends, then takes what the
  // kernel has already answered, `most` datagrams of it: it handles a request within sendmsg().
  Napi::Value Send(const Napi::CallbackInfo &info) {
    Napi::Env env = info.Env();
    if (!watch_) return Napi::Number::New(env, EBADF);
    const Napi::Uint8Array datagram = info[0].As<Napi::Uint8Array>();
    const uint32_t port_id = info[1].As<Napi::Number>().Uint32Value();
    const Failure failure = socket_.Send(datagram.Data(), datagram.ByteLength(), port_id);
    if (!failure) Receive(info[2].As<Napi::Uint8Array>(), info[3].As<Napi::Number>().Uint32Value());
    return Napi::Number::New(env, failure.error);
  }

  // receive(memory: Uint8Array, most)
  void Receive(const Napi::CallbackInfo &info) {
    if (watch_) Receive(info[0].As<Napi::Uint8Array>(), info[1].As<Napi::Number>().Uint32Value());
  }

  // copyHeld(target: Uint8Array): those of the batch's last datagrams that the memory had no room for. To be
  // called before anything else is received.
  void CopyHeld(const Napi::CallbackInfo &info) {
    Napi::Uint8Array target = info[0].As<Napi::Uint8Array>();
    const Received *held = received_ + 1 + received_[0].offset - held_;
    if (held_ == 0 || held[held_ - 1].offset + held[held_ - 1].length - held->offset > target.ByteLength()) return;
    environment_->slots.Copy(held, held_, target.Data(), held->offset);
    held_ = 0;
  }

  // wait(): calls readable() once, when there is something to receive; the process stays alive for it.
  void Wait(const Napi::CallbackInfo &) {
    if (!watch_ || waiting_) return;
    waiting_ = true;
    Ref();
    uv_ref(reinterpret_cast<uv_handle_t *>(&watch_->poll));
    if (!polling_) uv_poll_start(&watch_->poll, UV_READABLE, &Handle::OnReadable);
    polling_ = true;
  }

  // rest(): takes wait() back.
  void Rest(const Napi::CallbackInfo &) { StopWaiting(); }

  // setOption(level, option, value) -> 0 or errno
  Napi::Value SetOption(const Napi::CallbackInfo &info) {
    if (!watch_) return Napi::Number::New(info.Env(), EBADF);
    const Failure failure =
        socket_.SetOption(info[0].As<Napi::Number>().Int32Value(), info[1].As<Napi::Number>().Int32Value(),
                          info[2].As<Napi::Number>().Int32Value());
    return Napi::Number::New(info.Env(), failure.error);
  }

  // getOption(level, option) -> value, or [errno, call]
  Napi::Value GetOption(const Napi::CallbackInfo &info) {
    if (!watch_) return Describe(info.Env(), {EBADF, "getsockopt"});
    int value = 0;
    const Failure failure = socket_.GetOption(info[0].As<Napi::Number>().Int32Value(),
                                              info[1].As<Napi::Number>().Int32Value(), &value);
    if (failure) return Describe(info.Env(), failure);
    return Napi::Number::New(info.Env(), value);
  }

  void Close(const Napi::CallbackInfo &) { End(); }

  void End() {
    if (!watch_) return;
    StopWaiting();
    watch_->Stop();
    watch_ = nullptr;
    socket_.Close();
  }

  // Fills the batch. Record 0 is about it: how many datagrams, errno, whether the queue was empty then, and how
  // many of the datagrams are held until copyHeld().
  void Receive(Napi::Uint8Array memory, size_t most) {
    Slots &slots = environment_->slots;
    most = std::min(most, capacity_ - 1);
    size_t count = 0;
    size_t end = 0;
    bool drained = false;
    Failure failure;
    held_ = 0;
    while (count < most && held_ == 0 && !drained && !failure) {
      Received *received = received_ + 1 + count;
      const size_t asked = std::min(most - count, Slots::kCount);
      size_t taken = 0;
      failure = socket_.Receive(slots, asked, end, received, &taken);
      drained = !failure && taken < asked;
      if (taken == 0) continue;
      const Received &last = received[taken - 1];
      end = last.End();
      if (last.offset + size_t{last.length} <= memory.ByteLength())
        slots.Copy(received, taken, memory.Data(), 0);
      else
        held_ = taken;
      count += taken;
    }
    received_[0] = {static_cast<uint32_t>(count), static_cast<uint32_t>(failure.error), drained,
                    static_cast<uint32_t>(held_)};
    if (count > 0 || failure) StopWaiting();
  }

  // The poll itself goes on, so that one request after the other costs no epoll_ctl(2); it is ended
  // by the first event that nobody waits for.
  void StopWaiting() {
    if (!waiting_) return;
    waiting_ = false;
    Unref();
    uv_unref(reinterpret_cast<uv_handle_t *>(&watch_->poll));
  }

  static void OnReadable(uv_poll_t *poll, int status, int) {
    Handle *handle = static_cast<Watch *>(poll->data)->owner;
    // libuv ends a poll on EPOLLERR, which here says that an overrun is to be read by recvmsg().
    if (status < 0) handle->polling_ = false;
    if (!handle->waiting_) {
      uv_poll_stop(poll);
      handle->polling_ = false;
      return;
    }
    Napi::Env env = handle->Env();
    Napi::HandleScope scope(env);
    Napi::Object self = handle->Value();
    handle->StopWaiting();
    self.Get("readable").As<Napi::Function>().MakeCallback(self, 0, nullptr);
  }

  static Napi::Value Describe(Napi::Env env, const Failure &failure) {
    Napi::Array described = Napi::Array::New(env, 2);
    described.Set(0u, Napi::Number::New(env, failure.error));
    described.Set(1u, Napi::String::New(env, failure.call));
    return described;
  }

  Environment *environment_;
  Socket socket_;
  Watch *watch_ = nullptr;
  Received *received_ = nullptr;
  size_t capacity_ = 0;
  size_t held_ = 0;
  bool waiting_ = false;
  bool polling_ = false;
};

Napi::Object Initialise(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Environment());
  exports.Set("Handle", Handle::Define(env));
  return exports;
}

NODE_API_MODULE(netlink, Initialise)

}  // namespace
