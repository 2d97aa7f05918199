// Reads the topic of readings, and prints of each record its device, Fieldgate's headers and the payload, tabs between.
//   node consumer.js [--brokers HOST:PORT,...] [--topic TOPIC] [--group GROUP] [--device DEVICE] [--count N] [--all]
import { parseArgs } from "node:util";
import kafkajs from "kafkajs";
import lz4 from "lz4js";

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
const { values: options } = parseArgs({
  options: {
    brokers: { type: "string", default: "127.0.0.1:9092" },
    topic: { type: "string", default: "telemetry" },
    group: { type: "string", default: "example-node" },
    device: { type: "string" }, // only this one's
    count: { type: "string", default: "0" }, // records to print; 0: until Ctrl-C
    all: { type: "boolean", default: false }, // a new group begins with the oldest record instead of the next
  },
});
const count = Number(options.count);
const { topic } = options;

// Fieldgate compresses with LZ4, of which kafkajs knows nothing by itself. We only read.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async () => {
    throw new Error("this program writes nothing");
  },
  decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
});

const consumer = new Kafka({
  clientId: "example-node",
  brokers: options.brokers.split(","),
  logLevel: logLevel.ERROR,
}).consumer({ groupId: options.group });

function fieldgateHeaders(headers) {
  const ours = Object.entries(headers).filter(([name]) => name.startsWith("fg.") || name === "traceparent");
  return JSON.stringify(Object.fromEntries(ours.map(([name, value]) => [name, String(value)])));
}

await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: options.all });
await new Promise((resolve, reject) => {
  process.once("SIGINT", resolve);
  process.once("SIGTERM", resolve);
  // Lost connections heal; this is for what does not.
  consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
  let printed = 0;
  // The offset is committed after this has returned: after a crash a record may come again, none is missing.
  const eachMessage = async ({ message }) => {
    const device = String(message.key);
    if (options.device && options.device !== device) {
      return;
    }
    console.log(`${device}\t${fieldgateHeaders(message.headers)}\t${message.value}`);
    if (++printed === count) {
      // What else has been fetched stays for the next run.
      consumer.pause([{ topic }]);
      resolve();
    }
  };
  consumer.run({ eachMessage }).catch(reject);
}).finally(() => consumer.disconnect());
