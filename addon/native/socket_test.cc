// The core by itself, to be run under AddressSanitizer and UndefinedBehaviorSanitizer: test/core.test.ts
// builds and runs it.
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include "socket.h"

using netlink::Failure;
using netlink::Received;
using netlink::Slots;
using netlink::Socket;

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

namespace {

// What one Receive() takes, in memory of exactly the size that it needs, so that a byte too far is found out.
struct Batch {
  explicit Batch(size_t most = Slots::kCount, size_t start = 0)
      : most(most), start(start), received(new Received[most]) {}

  Failure From(Socket &socket, Slots &slots) {
    const Failure failure = socket.Receive(slots, most, start, received.get(), &count);
    CHECK(count <= most);
    if (count == 0) return failure;
    const Received &last = received[count - 1];
    memory.reset(new uint8_t[last.offset + last.length - start]);
    slots.Copy(received.get(), count, memory.get(), start);
    return failure;
  }

  size_t most;
  size_t start;
  std::unique_ptr<uint8_t[]> memory;
  std::unique_ptr<Received[]> received;
  size_t count = 0;
};

std::vector<uint8_t> Sample(size_t size, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<uint8_t> bytes(size);
  for (uint8_t &byte : bytes) byte = static_cast<uint8_t>(random());
  return bytes;
}

void CheckWhole(const Batch &batch, size_t index, const std::vector<uint8_t> &sent) {
  const Received &received = batch.received[index];
  CHECK(received.length == sent.size());
  CHECK(received.offset % 8 == 0);
  CHECK(memcmp(batch.memory.get() + (received.offset - batch.start), sent.data(), sent.size()) == 0);
}

void TestEverySize(Socket &from, Socket &to, Slots &slots) {
  for (const size_t size : {size_t{1}, size_t{7}, size_t{8}, size_t{32768}, size_t{65536}, size_t{65537}, size_t{212000}}) {
    const std::vector<uint8_t> sent = Sample(size, static_cast<uint32_t>(size));
    CHECK(!from.Send(sent.data(), sent.size(), to.port_id()));
    Batch batch;
    CHECK(!batch.From(to, slots));
    CHECK(batch.count == 1);
    CHECK(batch.received[0].port_id == from.port_id());
    CHECK(batch.received[0].group == 0);
    CheckWhole(batch, 0, sent);
  }
}

void TestBatches(Socket &from, Socket &to, Slots &slots) {
  for (const size_t most : {size_t{1}, size_t{3}, Slots::kCount}) {
    std::mt19937 random(7);
    std::vector<std::vector<uint8_t>> sent;
    for (uint32_t number = 0; number < 20; number++) {
      sent.push_back(Sample(number % 10 == 4 ? 70000 : 1 + random() % 3000, number));
      CHECK(!from.Send(sent.back().data(), sent.back().size(), to.port_id()));
    }
    size_t next = 0;
    for (bool drained = false; !drained;) {
      Batch batch(most, 24);
      CHECK(!batch.From(to, slots));
      for (size_t index = 0; index < batch.count; index++) CheckWhole(batch, index, sent[next++]);
      drained = batch.count < most;
    }
    CHECK(next == sent.size());
  }
  Batch none(0);
  CHECK(!none.From(to, slots) && none.count == 0);
}

// A datagram that is too long is an error, and its neighbours are whole. Only for who may have such buffers.
void TestTooLong(Socket &from, Socket &to, Slots &slots) {
  if (from.SetOption(SOL_SOCKET, SO_SNDBUFFORCE, 1 << 28) || to.SetOption(SOL_SOCKET, SO_RCVBUFFORCE, 1 << 28)) return;
  const std::vector<uint8_t> first = Sample(100, 1);
  const std::vector<uint8_t> second = Sample(200, 2);
  const std::vector<uint8_t> too_long(Slots::kSize + 1);
  CHECK(!from.Send(first.data(), first.size(), to.port_id()));
  CHECK(!from.Send(too_long.data(), too_long.size(), to.port_id()));
  CHECK(!from.Send(second.data(), second.size(), to.port_id()));
  Batch batch;
  CHECK(batch.From(to, slots).error == EMSGSIZE);
  CHECK(batch.count == 2);
  CheckWhole(batch, 0, first);
  CheckWhole(batch, 1, second);
  CHECK(!from.Send(first.data(), first.size(), to.port_id()));
  Batch after;
  CHECK(!after.From(to, slots) && after.count == 1);
  CheckWhole(after, 0, first);
}

void TestFailures(Socket &from, Slots &slots) {
  const uint8_t byte = 1;
  Failure failure = from.Send(&byte, 1, 0xfffffff0);
  CHECK(failure.error == ECONNREFUSED && strcmp(failure.call, "sendmsg") == 0);

  Socket none;
  failure = none.Open(32, nullptr);
  CHECK(failure.error == EPROTONOSUPPORT && strcmp(failure.call, "socket") == 0);
  CHECK(none.descriptor() < 0);
  failure = none.Open(NETLINK_ROUTE, "/nosuch/namespace");
  CHECK(failure.error == ENOENT && strcmp(failure.call, "open") == 0);
  CHECK(none.descriptor() < 0);
  CHECK(none.Send(&byte, 1, 0).error == EBADF);
  Batch batch;
  CHECK(batch.From(none, slots).error == EBADF);
  int value = 0;
  CHECK(none.GetOption(SOL_NETLINK, NETLINK_EXT_ACK, &value).error == EBADF);
  CHECK(from.SetOption(SOL_NETLINK, 999, 1).error == ENOPROTOOPT);
  CHECK(!from.SetOption(SOL_NETLINK, NETLINK_EXT_ACK, 1));
  CHECK(!from.GetOption(SOL_NETLINK, NETLINK_EXT_ACK, &value) && value == 1);
}

void TestNamespace() {
  Socket socket;
  // Our own: where setns() is allowed, in and out of it; where it is not, out of it all the same.
  const Failure failure = socket.Open(NETLINK_ROUTE, "/proc/thread-self/ns/net");
  CHECK(!failure || (failure.error == EPERM && strcmp(failure.call, "setns") == 0));
}

}  // namespace

int main() {
  Slots slots;
  CHECK(!slots.Reserve());
  CHECK(!slots.Reserve());
  Socket from;
  Socket to;
  CHECK(!from.Open(NETLINK_USERSOCK, nullptr));
  CHECK(!to.Open(NETLINK_USERSOCK, nullptr));
  CHECK(from.port_id() != 0 && from.port_id() != to.port_id());

  TestEverySize(from, to, slots);
  TestBatches(from, to, slots);
  TestTooLong(from, to, slots);
  TestFailures(from, slots);
  TestNamespace();
  for (int round = 0; round < 2000; round++) {
    Socket socket;
    CHECK(!socket.Open(NETLINK_ROUTE, nullptr));
  }
  to.Close();
  to.Close();
  puts("all is so");
}
