#include "socket.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace netlink {

namespace {

// netlink_recvmsg() makes the pieces of a dump as large as the largest buffer it was given, 32 KiB
// at most: with this much room, none runs over.
constexpr size_t kLargestDumpPiece = 32768;

// The calling thread's stay in another network namespace. A thread's namespace is its own, so no
// other thread notices. A thread that cannot come back would open every later socket of this process
// in the wrong place, without a word: there is no going on from there.
class Visit {
 public:
  Visit() = default;
  Visit(const Visit &) = delete;
  Visit &operator=(const Visit &) = delete;

  ~Visit() {
    if (home_ < 0) return;
    if (entered_ && setns(home_, CLONE_NEWNET) != 0) {
      fprintf(stderr, "netlink: setns() back to this thread's own network namespace: %s. "
              "The process ends here: it would go on in the wrong namespace.\n", strerror(errno));
      abort();
    }
    close(home_);
  }

  Failure Enter(const char *path) {
    home_ = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (home_ < 0) return {errno, "open /proc/thread-self/ns/net"};
    const int there = open(path, O_RDONLY | O_CLOEXEC);
    if (there < 0) return {errno, "open"};
    Failure failure;
    if (setns(there, CLONE_NEWNET) != 0)
      failure = {errno, "setns"};
    else
      entered_ = true;
    close(there);
    return failure;
  }

 private:
  int home_ = -1;
  bool entered_ = false;
};

uint32_t GroupOf(msghdr *message) {
  for (cmsghdr *control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
    if (control->cmsg_level != SOL_NETLINK || control->cmsg_type != NETLINK_PKTINFO) continue;
    nl_pktinfo info;
    memcpy(&info, CMSG_DATA(control), sizeof info);
    return info.group;
  }
  return 0;
}

}  // namespace

Overflow::~Overflow() {
  if (data_) munmap(data_, kSize);
}

Failure Overflow::Reserve() {
  if (data_) return {};
  void *data = mmap(nullptr, kSize, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED) return {errno, "mmap"};
  data_ = static_cast<uint8_t *>(data);
  return {};
}

void Overflow::Release(size_t length) const { madvise(data_, length, MADV_DONTNEED); }

Failure Socket::Open(int protocol, const char *namespace_path) {
  Visit visit;
  if (namespace_path) {
    if (const Failure failure = visit.Enter(namespace_path)) return failure;
  }

  descriptor_ = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
  if (descriptor_ < 0) return {errno, "socket"};

  Failure failure = SetOption(SOL_NETLINK, NETLINK_PKTINFO, 1);
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  socklen_t length = sizeof address;
  if (!failure && bind(descriptor_, reinterpret_cast<sockaddr *>(&address), length) != 0)
    failure = {errno, "bind"};
  if (!failure && getsockname(descriptor_, reinterpret_cast<sockaddr *>(&address), &length) != 0)
    failure = {errno, "getsockname"};
  if (failure)
    Close();
  else
    port_id_ = address.nl_pid;
  return failure;
}

void Socket::Close() {
  if (descriptor_ >= 0) close(descriptor_);
  descriptor_ = -1;
}

Failure Socket::Send(const uint8_t *data, size_t length, uint32_t port_id) {
  iovec part{const_cast<uint8_t *>(data), length};
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_pid = port_id;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  // The kernel is where an unconnected socket sends to by itself. An explicit address would make
  // __netlink_ns_capable() look at the sender only, not at who opened the socket.
  if (port_id != 0) {
    message.msg_name = &address;
    message.msg_namelen = sizeof address;
  }
  for (;;) {
    if (sendmsg(descriptor_, &message, 0) >= 0) return {};
    if (errno != EINTR) return {errno, "sendmsg"};
  }
}

Failure Socket::Receive(uint8_t *memory, size_t size, const Overflow &overflow, Received *received,
                        size_t capacity, size_t *count, bool *drained) {
  *count = 0;
  *drained = false;
  size_t used = 0;
  while (*count < capacity && size - used >= kLargestDumpPiece) {
    iovec parts[2] = {{memory + used, size - used}, {overflow.data(), Overflow::kSize}};
    sockaddr_nl address{};
    alignas(cmsghdr) uint8_t control[CMSG_SPACE(sizeof(nl_pktinfo))];
    msghdr message{};
    message.msg_name = &address;
    message.msg_namelen = sizeof address;
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t length = recvmsg(descriptor_, &message, MSG_TRUNC);
    if (length < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) {
        *drained = true;
        return {};
      }
      return {errno, "recvmsg"};
    }
    // Better no datagram than one that lacks its end.
    if (message.msg_flags & MSG_TRUNC) {
      overflow.Release(Overflow::kSize);
      return {EMSGSIZE, "recvmsg"};
    }

    received[(*count)++] = {static_cast<uint32_t>(used), static_cast<uint32_t>(length), address.nl_pid,
                            GroupOf(&message)};
    if (static_cast<size_t>(length) > size - used) return {};
    // Each datagram starts aligned, as an skb's data does.
    used += (static_cast<size_t>(length) + 7) & ~size_t{7};
    if (used > size) used = size;
  }
  return {};
}

Failure Socket::SetOption(int level, int option, int value) {
  if (setsockopt(descriptor_, level, option, &value, sizeof value) != 0) return {errno, "setsockopt"};
  return {};
}

Failure Socket::GetOption(int level, int option, int *value) {
  socklen_t length = sizeof *value;
  *value = 0;
  if (getsockopt(descriptor_, level, option, value, &length) != 0) return {errno, "getsockopt"};
  return {};
}

}  // namespace netlink
