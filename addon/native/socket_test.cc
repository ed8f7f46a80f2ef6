// The core by itself, to be run under AddressSanitizer and UndefinedBehaviorSanitizer: test/core.test.ts
// builds and runs it.
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include "socket.h"

using netlink::Failure;
using netlink::Overflow;
using netlink::Received;
using netlink::Socket;

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

namespace {

constexpr size_t kCapacity = 8;

// Memory of exactly the size it is said to have, so that a byte too far is found out.
struct Batch {
  explicit Batch(size_t size) : size(size), memory(new uint8_t[size]), received(new Received[kCapacity]) {}

  Failure From(Socket &socket, const Overflow &overflow) {
    return socket.Receive(memory.get(), size, overflow, received.get(), kCapacity, &count, &drained);
  }

  size_t size;
  std::unique_ptr<uint8_t[]> memory;
  std::unique_ptr<Received[]> received;
  size_t count = 0;
  bool drained = false;
};

std::vector<uint8_t> Sample(size_t size, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<uint8_t> bytes(size);
  for (uint8_t &byte : bytes) byte = static_cast<uint8_t>(random());
  return bytes;
}

void CheckWhole(const Batch &batch, const Overflow &overflow, size_t index, const std::vector<uint8_t> &sent) {
  const Received &received = batch.received[index];
  CHECK(received.length == sent.size());
  CHECK(received.offset % 8 == 0);
  const size_t here = std::min(sent.size(), batch.size - received.offset);
  CHECK(memcmp(batch.memory.get() + received.offset, sent.data(), here) == 0);
  CHECK(memcmp(overflow.data(), sent.data() + here, sent.size() - here) == 0);
}

void TestEverySize(Socket &from, Socket &to, const Overflow &overflow) {
  for (const size_t size : {size_t{1}, size_t{7}, size_t{8}, size_t{32767}, size_t{32768}, size_t{32769}, size_t{65536},
                            size_t{150000}, size_t{212000}}) {
    for (const size_t room : {size_t{32768}, size_t{40000}, size_t{131072}}) {
      const std::vector<uint8_t> sent = Sample(size, static_cast<uint32_t>(size + room));
      CHECK(!from.Send(sent.data(), sent.size(), to.port_id()));
      Batch batch(room);
      CHECK(!batch.From(to, overflow));
      CHECK(batch.count == 1);
      CHECK(batch.received[0].port_id == from.port_id());
      CHECK(batch.received[0].group == 0);
      CheckWhole(batch, overflow, 0, sent);
    }
  }
}

void TestBatches(Socket &from, Socket &to, const Overflow &overflow) {
  std::mt19937 random(7);
  std::vector<std::vector<uint8_t>> sent;
  for (uint32_t number = 0; number < 20; number++) {
    sent.push_back(Sample(1 + random() % 3000, number));
    CHECK(!from.Send(sent.back().data(), sent.back().size(), to.port_id()));
  }
  size_t next = 0;
  for (bool drained = false; !drained;) {
    Batch batch(33000);
    CHECK(!batch.From(to, overflow));
    CHECK(batch.count <= kCapacity);
    for (size_t index = 0; index < batch.count; index++) CheckWhole(batch, overflow, index, sent[next++]);
    drained = batch.drained;
  }
  CHECK(next == sent.size());

  // With less room than the largest piece of a dump nothing is taken, so nothing can be lost.
  CHECK(!from.Send(sent[0].data(), sent[0].size(), to.port_id()));
  Batch small(32767);
  CHECK(!small.From(to, overflow));
  CHECK(small.count == 0 && !small.drained);
  Batch none(0);
  CHECK(!none.From(to, overflow));
  CHECK(none.count == 0);
  Batch batch(32768);
  CHECK(!batch.From(to, overflow));
  CheckWhole(batch, overflow, 0, sent[0]);
}

void TestFailures(Socket &from, const Overflow &overflow) {
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
  Batch batch(32768);
  CHECK(batch.From(none, overflow).error == EBADF);
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
  Overflow overflow;
  CHECK(!overflow.Reserve());
  CHECK(!overflow.Reserve());
  Socket from;
  Socket to;
  CHECK(!from.Open(NETLINK_USERSOCK, nullptr));
  CHECK(!to.Open(NETLINK_USERSOCK, nullptr));
  CHECK(from.port_id() != 0 && from.port_id() != to.port_id());

  TestEverySize(from, to, overflow);
  TestBatches(from, to, overflow);
  TestFailures(from, overflow);
  TestNamespace();
  for (int round = 0; round < 2000; round++) {
    Socket socket;
    CHECK(!socket.Open(NETLINK_ROUTE, nullptr));
  }
  to.Close();
  to.Close();
  puts("all is so");
}
