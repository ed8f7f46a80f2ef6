// The benchmark's work in Go on github.com/mdlayher/netlink. Commands come as lines on standard input: see ../measure.ts.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/mdlayher/netlink"
)

const (
	netlinkRoute   = 0
	netlinkGeneric = 16
	controller     = 16
	getFamily      = 3
	batch          = 32
	ipv4Routes     = 7
	silence        = 500 * time.Millisecond
)

type operation struct{ command, flags uint32 }

type group struct {
	name string
	id   uint32
}

type family struct {
	id                                    uint16
	name                                  string
	version, headerSize, maximumAttribute uint32
	operations                            []operation
	groups                                []group
}

type route struct {
	family, prefix, tos, protocol, scope, kind uint8
	table, outgoing, priority                  uint32
	destination, gateway, source               net.IP
}

type result struct {
	Nanoseconds int64  `json:"nanoseconds"`
	Check       uint64 `json:"check"`
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func dial(protocol int) *netlink.Conn {
	connection, err := netlink.Dial(protocol, nil)
	must(err)
	return connection
}

// each calls one for every element of an array of nests.
func each(decoder *netlink.AttributeDecoder, one func(*netlink.AttributeDecoder)) {
	decoder.Nested(func(list *netlink.AttributeDecoder) error {
		for list.Next() {
			list.Nested(func(element *netlink.AttributeDecoder) error {
				one(element)
				return nil
			})
		}
		return nil
	})
}

func parseFamily(message netlink.Message) (family, error) {
	var f family
	decoder, err := netlink.NewAttributeDecoder(message.Data[4:])
	if err != nil {
		return f, err
	}
	for decoder.Next() {
		switch decoder.Type() {
		case 1:
			f.id = decoder.Uint16()
		case 2:
			f.name = decoder.String()
		case 3:
			f.version = decoder.Uint32()
		case 4:
			f.headerSize = decoder.Uint32()
		case 5:
			f.maximumAttribute = decoder.Uint32()
		case 6:
			each(decoder, func(element *netlink.AttributeDecoder) {
				var o operation
				for element.Next() {
					switch element.Type() {
					case 1:
						o.command = element.Uint32()
					case 2:
						o.flags = element.Uint32()
					}
				}
				f.operations = append(f.operations, o)
			})
		case 7:
			each(decoder, func(element *netlink.AttributeDecoder) {
				var g group
				for element.Next() {
					switch element.Type() {
					case 1:
						g.name = element.String()
					case 2:
						g.id = element.Uint32()
					}
				}
				f.groups = append(f.groups, g)
			})
		}
	}
	return f, decoder.Err()
}

func checkOf(messages []netlink.Message) uint64 {
	var check uint64
	for _, message := range messages {
		f, err := parseFamily(message)
		must(err)
		check += uint64(f.id) + uint64(len(f.operations)+len(f.groups)+len(f.groups[0].name))
	}
	return check
}

func familyRequest() netlink.Message {
	encoder := netlink.NewAttributeEncoder()
	encoder.String(2, "nlctrl")
	attributes, err := encoder.Encode()
	must(err)
	return netlink.Message{
		Header: netlink.Header{Type: controller, Flags: netlink.Request},
		Data:   append([]byte{getFamily, 1, 0, 0}, attributes...),
	}
}

func requests(connection *netlink.Conn, count int) uint64 {
	var check uint64
	for index := 0; index < count; index++ {
		replies, err := connection.Execute(familyRequest())
		must(err)
		check += checkOf(replies)
	}
	return check
}

func batched(connection *netlink.Conn, count int) uint64 {
	var check uint64
	for sent := 0; sent < count; sent += batch {
		messages := make([]netlink.Message, batch)
		for index := range messages {
			messages[index] = familyRequest()
		}
		_, err := connection.SendMessages(messages)
		must(err)
		for received := 0; received < batch; {
			replies, err := connection.Receive()
			must(err)
			received += len(replies)
			check += checkOf(replies)
		}
	}
	return check
}

func parseRoute(message netlink.Message) (route, error) {
	data := message.Data
	r := route{
		family: data[0], prefix: data[1], tos: data[3],
		protocol: data[5], scope: data[6], kind: data[7],
	}
	decoder, err := netlink.NewAttributeDecoder(data[12:])
	if err != nil {
		return r, err
	}
	for decoder.Next() {
		switch decoder.Type() {
		case 15:
			r.table = decoder.Uint32()
		case 1:
			r.destination = decoder.Bytes()
		case 4:
			r.outgoing = decoder.Uint32()
		case 6:
			r.priority = decoder.Uint32()
		case 5:
			r.gateway = decoder.Bytes()
		case 7:
			r.source = decoder.Bytes()
		}
	}
	return r, decoder.Err()
}

func dump(connection *netlink.Conn) uint64 {
	request := netlink.Message{
		Header: netlink.Header{Type: syscall.RTM_GETROUTE, Flags: netlink.Request | netlink.Dump},
		Data:   append([]byte{syscall.AF_INET}, make([]byte, 11)...),
	}
	messages, err := connection.Execute(request)
	must(err)
	routes := make([]route, 0, len(messages))
	for _, message := range messages {
		r, err := parseRoute(message)
		must(err)
		routes = append(routes, r)
	}
	var check uint64
	for _, r := range routes {
		check += uint64(binary.BigEndian.Uint32(r.destination)) + uint64(r.outgoing)
	}
	return check
}

func events() {
	connection := dial(netlinkRoute)
	defer connection.Close()
	must(connection.JoinGroup(ipv4Routes))
	must(connection.SetReadDeadline(time.Now().Add(5 * time.Second)))
	fmt.Println("listening")
	received, untilOverrun := 0, -1
	for {
		messages, err := connection.Receive()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		if errors.Is(err, syscall.ENOBUFS) {
			if untilOverrun < 0 {
				untilOverrun = received
			}
			continue
		}
		must(err)
		for _, message := range messages {
			r, err := parseRoute(message)
			must(err)
			if r.outgoing != 0 {
				received++
			}
		}
		must(connection.SetReadDeadline(time.Now().Add(silence)))
	}
	if untilOverrun < 0 {
		untilOverrun = received
	}
	fmt.Printf("{\"untilOverrun\":%d,\"received\":%d}\n", untilOverrun, received)
}

func main() {
	generic, routing := dial(netlinkGeneric), dial(netlinkRoute)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var part string
		var count int
		if _, err := fmt.Sscan(strings.TrimSpace(lines.Text()), &part, &count); err != nil {
			log.Fatal(err)
		}
		start := time.Now()
		var check uint64
		switch part {
		case "requests":
			check = requests(generic, count)
		case "batched":
			check = batched(generic, count)
		case "dump":
			check = dump(routing)
		case "events":
			events()
			continue
		default:
			log.Fatalf("no such part: %s", part)
		}
		must(json.NewEncoder(os.Stdout).Encode(result{time.Since(start).Nanoseconds(), check}))
	}
}
