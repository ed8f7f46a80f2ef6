// One AF_NETLINK socket, and nothing of what its messages mean. No Node in here: the core can be
// built and tested by itself.
#pragma once

#include <cstddef>
#include <cstdint>

namespace netlink {

// What went wrong: the errno and the system call that gave it. `error` is 0 where nothing did.
struct Failure {
  int error = 0;
  const char *call = "";

  explicit operator bool() const { return error != 0; }
};

// Where a received datagram lies and where it came from. Four words, so that a batch of them can be
// an array that JavaScript reads as Uint32Array.
struct Received {
  uint32_t offset;  // in the caller's memory
  uint32_t length;  // the whole datagram, also where it runs over the end of that memory
  uint32_t port_id;
  uint32_t group;
};

// Memory for the part of a datagram that the caller's memory had no room for. Address space only,
// until a datagram is that large.
class Overflow {
 public:
  static constexpr size_t kSize = size_t{64} << 20;

  Overflow() = default;
  ~Overflow();
  Overflow(const Overflow &) = delete;
  Overflow &operator=(const Overflow &) = delete;

  Failure Reserve();
  // Gives the memory of the first `length` bytes back.
  void Release(size_t length) const;
  uint8_t *data() const { return data_; }

 private:
  uint8_t *data_ = nullptr;
};

class Socket {
 public:
  Socket() = default;
  ~Socket() { Close(); }
  Socket(const Socket &) = delete;
  Socket &operator=(const Socket &) = delete;

  // Opens and binds a socket, in the network namespace that `namespace_path` names where it is not
  // null. Only the calling thread enters that namespace, and it has left it again on return.
  Failure Open(int protocol, const char *namespace_path);
  void Close();

  int descriptor() const { return descriptor_; }
  uint32_t port_id() const { return port_id_; }

  // Sends one datagram, to the kernel where `port_id` is 0. Does not wait.
  Failure Send(const uint8_t *data, size_t length, uint32_t port_id);

  // Takes datagrams off the queue until it is empty, `capacity` are there, or the room left in
  // `memory` is less than the largest piece of a dump. Does not wait. `count` says how many there
  // are; a failure may come with datagrams before it. `drained` says that the queue was empty.
  // Where the last datagram is longer than the memory, the rest of it is in `overflow`.
  Failure Receive(uint8_t *memory, size_t size, const Overflow &overflow, Received *received,
                  size_t capacity, size_t *count, bool *drained);

  Failure SetOption(int level, int option, int value);
  Failure GetOption(int level, int option, int *value);

 private:
  int descriptor_ = -1;
  uint32_t port_id_ = 0;
};

}  // namespace netlink
