"""Reads the topic of readings, and prints of each record its device, Fieldgate's headers and the payload, tabs between."""

import argparse
import json
import signal
import sys

from confluent_kafka import Consumer, KafkaException, Message


def main() -> int:
    options = arguments()
    consumer = Consumer(
        {
            "bootstrap.servers": options.brokers,
            "client.id": "example-python",
            "group.id": options.group,
            "auto.offset.reset": "earliest" if options.all else "latest",
            # Commits go on in the background, but only of what store_offsets has named: after a crash a record may come
            # again, none is missing.
            "enable.auto.offset.store": False,
        }
    )
    running = True

    def stop(number, frame):
        nonlocal running
        running = False

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        consumer.subscribe([options.topic])
        printed = 0
        while running and (options.count == 0 or printed < options.count):
            message = consumer.poll(0.5)
            if message is None:
                continue
            # Lost connections heal by themselves and do not come here; a topic that we may not read, for one, does.
            if message.error():
                raise KafkaException(message.error())
            device = message.key().decode()
            if options.device in (None, device):
                print(device, fieldgate_headers(message), message.value().decode(), sep="\t", flush=True)
                printed += 1
            consumer.store_offsets(message)
    finally:
        # Commits what is stored, and leaves the group, so that others need not wait for us.
        consumer.close()
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brokers", default="127.0.0.1:9092", help="HOST:PORT,...")
    parser.add_argument("--topic", default="telemetry")
    parser.add_argument("--group", default="example-python")
    parser.add_argument("--device", help="only this one's")
    parser.add_argument("--count", type=int, default=0, help="records to print; 0: until Ctrl-C")
    parser.add_argument(
        "--all", action="store_true", help="a new group begins with the oldest record instead of the next"
    )
    return parser.parse_args()


def fieldgate_headers(message: Message) -> str:
    headers = {name: value.decode() for name, value in message.headers() or []}
    return json.dumps({name: headers[name] for name in headers if name.startswith("fg.") or name == "traceparent"})


if __name__ == "__main__":
    sys.exit(main())
