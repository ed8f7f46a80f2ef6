// One AF_NETLINK socket, and nothing of what its messages mean. No Node in here: the core can be
// built and tested by itself.
#pragma once

#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace netlink {

// What went wrong: the errno and the system call that gave it. `error` is 0 where nothing did.
struct Failure {
  int error = 0;
  const char *call = "";

  explicit operator bool() const { return error != 0; }
};

// Where a received datagram is to lie and where it came from. Four words, so that a batch of them can be
// an array that JavaScript reads as Uint32Array.
struct Received {
  uint32_t offset;  // from where the batch starts, each datagram aligned as an skb's data is
  uint32_t length;
  uint32_t port_id;
  uint32_t group;

  // Where the next datagram is to lie.
  size_t End() const { return offset + ((size_t{length} + 7) & ~size_t{7}); }
};

// Where datagrams are received: how long one is, is known only then, and memory for the longest is too
// much to be given away with each. Address space only, until a datagram is that long.
class Slots {
 public:
  static constexpr size_t kCount = 8;
  // The longest datagram.
  static constexpr size_t kSize = size_t{64} << 20;

  Slots() = default;
  ~Slots();
  Slots(const Slots &) = delete;
  Slots &operator=(const Slots &) = delete;

  Failure Reserve();
  // Copies datagrams of the last Receive() to where they are to lie in `memory`, which is where a batch
  // goes on at `start`.
  void Copy(const Received *received, size_t count, uint8_t *memory, size_t start);

 private:
  friend class Socket;

  struct Slot {
    iovec part;
    sockaddr_nl address;
    alignas(cmsghdr) uint8_t control[CMSG_SPACE(sizeof(nl_pktinfo))];
  };

  uint8_t *data_ = nullptr;
  std::array<Slot, kCount> slots_;
  std::array<mmsghdr, kCount> headers_;
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

  // Takes up to `most` datagrams off the queue, Slots::kCount at most, each into a slot. Does not wait.
  // `count` says how many there are, which is less than `most` where the queue was empty then; they
  // are to lie one behind the other from `offset` on. EMSGSIZE: one that was longer than a slot was dropped.
  Failure Receive(Slots &slots, size_t most, size_t offset, Received *received, size_t *count);

  Failure SetOption(int level, int option, int value);
  Failure GetOption(int level, int option, int *value);

 private:
  int descriptor_ = -1;
  uint32_t port_id_ = 0;
};

}  // namespace netlink
