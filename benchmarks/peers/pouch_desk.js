// PouchDB's end at a desk: `node pouch_desk.js pull|push URL FOLDER [ORDERS]`; tells seconds and documents as JSON.
"use strict";
const fs = require("fs");
const path = require("path");
const PouchDB = require("pouchdb-node");

const [what, url, folder, orders] = process.argv.slice(2);
const Base = PouchDB.defaults({ prefix: folder + path.sep, db: require("./flushed") });
// So many orders go before the clock starts, as at the other ends.
const WARM = 50;
const OPTIONS = { batch_size: 1000, batches_limit: 10 };

async function main() {
  let local = new Base(what === "pull" ? "rows" : "orders");
  if (what === "push") {
    const written = fs.readFileSync(orders, "utf8").trim().split("\n").map((line) => JSON.parse(line));
    await local.bulkDocs(written);
    const warm = new Base("warm");
    await warm.bulkDocs(written.slice(0, WARM));
    await warm.replicate.to(url + "/warm", OPTIONS);
  }
  const began = process.hrtime.bigint();
  if (what === "pull") await local.replicate.from(url + "/rows", OPTIONS);
  else await local.replicate.to(url + "/orders", OPTIONS);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const documents = (await local.info()).doc_count;
  const told = /VmHWM:\s*(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"));
  const memory = Number(told[1]) * 1024; // what Node says of itself counts whoever started it
  console.log(JSON.stringify({ seconds, documents, memory }));
  process.exit(0);
}

main();
