#include "socket.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace netlink {

namespace {

// Of a slot that held more than this, the memory is given back.
constexpr size_t kKept = 65536;

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

Slots::~Slots() {
  if (data_) munmap(data_, kCount * kSize);
}

Failure Slots::Reserve() {
  if (data_) return {};
  void *data = mmap(nullptr, kCount * kSize, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED) return {errno, "mmap"};
  data_ = static_cast<uint8_t *>(data);
  for (size_t index = 0; index < kCount; index++) {
    Slot &slot = slots_[index];
    slot.part = {data_ + index * kSize, kSize};
    msghdr &header = headers_[index].msg_hdr;
    header = {};
    header.msg_name = &slot.address;
    header.msg_iov = &slot.part;
    header.msg_iovlen = 1;
    header.msg_control = slot.control;
  }
  return {};
}

void Slots::Copy(const Received *received, size_t count, uint8_t *memory, size_t start) {
  for (size_t index = 0; index < count; index++) {
    const auto &[offset, length, port_id, group] = received[index];
    uint8_t *data = static_cast<uint8_t *>(slots_[index].part.iov_base);
    memcpy(memory + (offset - start), data, length);
    if (length > kKept) madvise(data, length, MADV_DONTNEED);
  }
}

Failure Socket::Open(int protocol, const char *namespace_path) {
  Visit visit;
  if (namespace_path) {
    if (const Failure failure = visit.Enter(namespace_path)) return failure;
  }

  descriptor_ = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
  if (descriptor_ < 0) return {errno, "socket"};

  Failure failure;
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  socklen_t length = sizeof address;
  if (bind(descriptor_, reinterpret_cast<sockaddr *>(&address), length) != 0)
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

Failure Socket::Receive(Slots &slots, size_t most, size_t offset, Received *received, size_t *count) {
  *count = 0;
  most = std::min(most, Slots::kCount);
  for (size_t index = 0; index < most; index++) {
    msghdr &header = slots.headers_[index].msg_hdr;
    header.msg_namelen = sizeof(sockaddr_nl);
    header.msg_controllen = sizeof Slots::Slot::control;
  }
  int taken = 0;
  do taken = recvmmsg(descriptor_, slots.headers_.data(), most, MSG_TRUNC, nullptr);
  while (taken < 0 && errno == EINTR);
  if (taken < 0) return errno == EAGAIN ? Failure{} : Failure{errno, "recvmmsg"};

  Failure failure;
  for (int index = 0; index < taken; index++) {
    mmsghdr &header = slots.headers_[index];
    Slots::Slot &slot = slots.slots_[index];
    // Better no datagram than one that lacks its end.
    if (header.msg_hdr.msg_flags & MSG_TRUNC) {
      madvise(slot.part.iov_base, Slots::kSize, MADV_DONTNEED);
      failure = {EMSGSIZE, "recvmmsg"};
      continue;
    }
    // The datagrams are in the first slots, also where one between them was dropped.
    std::swap(slot.part, slots.slots_[*count].part);
    Received &record = received[(*count)++];
    record = {static_cast<uint32_t>(offset), header.msg_len, slot.address.nl_pid, GroupOf(&header.msg_hdr)};
    offset = record.End();
  }
  return failure;
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
