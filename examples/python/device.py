"""A device: publishes a reading every second by MQTT 5 with QoS 1, and prints each that the broker has acknowledged.

The login, where the broker asks for one, comes from MQTT_USERNAME and MQTT_PASSWORD.
"""

import argparse
import json
import math
import os
import queue
import secrets
import signal
import sys
import threading
import time
from datetime import datetime, timezone
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties


def main() -> int:
    options = arguments()
    topic = f"plant/{options.site}/{options.device}"
    connected = threading.Event()
    refused = threading.Event()
    answers: queue.SimpleQueue = queue.SimpleQueue()
    # The client's own thread calls these, so they only pass on what has happened.
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"example-{options.device}", protocol=mqtt.MQTTv5)

    def on_connect(client, userdata, flags, reason, properties):
        if reason.is_failure:
            print(f"the broker refuses: {reason}", file=sys.stderr)
            refused.set()
        else:
            print(f"connected to {options.url}", file=sys.stderr)
            client.publish(f"{topic}/status", "online", qos=1, retain=True)
        connected.set()

    client.on_connect = on_connect
    client.on_disconnect = lambda client, userdata, flags, reason, properties: print(
        f"disconnected: {reason}", file=sys.stderr
    )
    client.on_publish = lambda client, userdata, mid, reason, properties: answers.put((mid, reason))
    # What the broker publishes for us when we are gone without a word.
    client.will_set(f"{topic}/status", "offline", qos=1, retain=True)
    client.reconnect_delay_set(min_delay=1, max_delay=30)
    connect(client, options.url)

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # The first Ctrl-C lets what was sent be acknowledged, the second ends at once.
        signal.signal(number, lambda signum, frame: (signal.signal(signum, signal.SIG_DFL), stop.set()))
    while not connected.wait(0.1) and not stop.is_set():
        pass

    unacknowledged: dict[int, str] = {}
    failed = False
    sent = 0
    while not stop.is_set() and not refused.is_set() and (options.count == 0 or sent < options.count):
        payload = reading()
        # Kept in memory while the connection is lost, and sent when it is back.
        published = client.publish(f"{topic}/telemetry", payload, qos=1, properties=properties(options.trace))
        unacknowledged[published.mid] = payload
        sent += 1
        stop.wait(options.interval / 1000)
        failed |= settle(unacknowledged, answers)
    while unacknowledged and not refused.is_set():
        time.sleep(0.05)
        failed |= settle(unacknowledged, answers)
    if not refused.is_set() and client.is_connected():
        # A proper goodbye: the broker then keeps the will to itself.
        client.publish(f"{topic}/status", "offline", qos=1, retain=True).wait_for_publish(5)
    client.disconnect()
    client.loop_stop()
    return 1 if failed or refused.is_set() else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="mqtt://127.0.0.1:1883")
    parser.add_argument("--site", default="north")
    parser.add_argument("--device", default="python-1")
    parser.add_argument("--count", type=int, default=0, help="readings to send; 0: until Ctrl-C")
    parser.add_argument("--interval", type=int, default=1000, help="milliseconds between them")
    parser.add_argument("--trace", action="store_true", help="each reading begins a trace, see docs/operating.md")
    return parser.parse_args()


def connect(client: mqtt.Client, url: str) -> None:
    """Begins to connect, and goes on until it is there; mqtts:// for TLS with the authorities of this machine."""
    address = urlsplit(url)
    secure = address.scheme in ("mqtts", "ssl")
    if secure:
        client.tls_set()
    if "MQTT_USERNAME" in os.environ:
        client.username_pw_set(os.environ["MQTT_USERNAME"], os.environ.get("MQTT_PASSWORD"))
    session = Properties(PacketTypes.CONNECT)
    session.SessionExpiryInterval = 3600
    client.connect_async(
        address.hostname, address.port or (8883 if secure else 1883), clean_start=False, properties=session
    )
    client.loop_start()


def reading() -> str:
    now = datetime.now(timezone.utc)
    swing = math.sin(now.timestamp() / 60)
    return json.dumps(
        {
            "ts": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "temperature": round(21.5 + 5 * swing, 1),
            "battery": 87,
        }
    )


def properties(trace: bool) -> Properties:
    sent = Properties(PacketTypes.PUBLISH)
    sent.ContentType = "application/json"
    if trace:
        sent.UserProperty = ("traceparent", f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01")
    return sent


def settle(unacknowledged: dict[int, str], answers: queue.SimpleQueue) -> bool:
    """Prints what the broker has acknowledged meanwhile; true when it has refused something."""
    failed = False
    while not answers.empty():
        mid, reason = answers.get()
        payload = unacknowledged.pop(mid, None)
        if payload is None:
            continue
        if reason.is_failure:
            failed = True
            print(f"not taken: {payload}: {reason}", file=sys.stderr)
        else:
            print(payload, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
