// PouchDB's end at a desk: `node pouch_desk.js pull|push URL FOLDER [ORDERS]`; tells seconds and documents as JSON.
"use strict";
const fs = require("fs");
const path = require("path");
const PouchDB = require("pouchdb-node");

const [what, url, folder, orders] = process.argv.slice(2);
const Base = PouchDB.defaults({ prefix: folder + path.sep });
const OPTIONS = { batch_size: 1000, batches_limit: 10 };

async function main() {
  let local = new Base(what === "pull" ? "rows" : "orders");
  if (what === "push") {
    const written = fs.readFileSync(orders, "utf8").trim().split("\n").map((line) => JSON.parse(line));
    await local.bulkDocs(written);
  }
  const began = process.hrtime.bigint();
  if (what === "pull") await local.replicate.from(url + "/rows", OPTIONS);
  else await local.replicate.to(url + "/orders", OPTIONS);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const documents = (await local.info()).doc_count;
  const memory = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ seconds, documents, memory }));
  process.exit(0);
}

main();
