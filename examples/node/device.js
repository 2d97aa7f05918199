// A device: publishes a reading every second by MQTT 5 with QoS 1, and prints each that the broker has acknowledged.
//   node device.js [--url URL] [--site SITE] [--device DEVICE] [--count N] [--interval MILLISECONDS] [--trace]
// The login, where the broker asks for one, comes from MQTT_USERNAME and MQTT_PASSWORD.
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import mqtt from "mqtt";

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "mqtt://127.0.0.1:1883" },
    site: { type: "string", default: "north" },
    device: { type: "string", default: "node-1" },
    count: { type: "string", default: "0" }, // readings to send; 0: until Ctrl-C
    interval: { type: "string", default: "1000" },
    trace: { type: "boolean", default: false }, // each reading begins a trace, see docs/operating.md
  },
});
const count = Number(options.count);
const interval = Number(options.interval);
const topic = `plant/${options.site}/${options.device}`;
const retained = { qos: 1, retain: true };

const client = mqtt.connect(options.url, {
  protocolVersion: 5,
  // The same after a restart, and no other device's: the broker knows the session by it.
  clientId: `example-${options.device}`,
  clean: false,
  properties: { sessionExpiryInterval: 3600 },
  reconnectPeriod: 1000,
  username: process.env.MQTT_USERNAME,
  password: process.env.MQTT_PASSWORD,
  // What the broker publishes for us when we are gone without a word.
  will: { topic: `${topic}/status`, payload: "offline", ...retained },
});
client.on("connect", () => {
  client.publish(`${topic}/status`, "online", retained);
  console.error(`connected to ${options.url}`);
});
client.on("reconnect", () => console.error("connecting again ..."));
client.on("error", (error) => {
  console.error(error.message || error.code);
  // A number is the broker's word: it will not have us, which time does not heal. Others are the network's.
  if (typeof error.code === "number") {
    process.exit(1);
  }
});

// The first Ctrl-C lets what was sent be acknowledged, the second ends at once.
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());

function reading() {
  const swing = Math.sin(Date.now() / 60_000);
  return JSON.stringify({ ts: new Date().toISOString(), temperature: Math.round(215 + 50 * swing) / 10, battery: 87 });
}

function properties() {
  const traceparent = `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-01`;
  return { contentType: "application/json", ...(options.trace && { userProperties: { traceparent } }) };
}

// Kept in memory while the connection is lost, and sent when it is back.
const unacknowledged = new Set();
for (let sent = 0; !stop.signal.aborted && (count === 0 || sent < count); sent++) {
  const payload = reading();
  const publication = client
    .publishAsync(`${topic}/telemetry`, payload, { qos: 1, properties: properties() })
    .then(() => console.log(payload))
    .catch((error) => {
      console.error(`not taken: ${payload}: ${error.message}`);
      process.exitCode = 1;
    })
    .finally(() => unacknowledged.delete(publication));
  unacknowledged.add(publication);
  await pause(interval, undefined, { signal: stop.signal }).catch(() => {});
}
await Promise.all(unacknowledged);
// A proper goodbye: the broker then keeps the will to itself.
await client.publishAsync(`${topic}/status`, "offline", retained);
await client.endAsync();
