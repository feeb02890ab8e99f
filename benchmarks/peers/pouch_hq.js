// PouchDB's end as a server: `node pouch_hq.js FOLDER ROWS` loads the rows, listens on a free port and says which.
"use strict";
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const PouchDB = require("pouchdb-node");

const [folder, rows] = process.argv.slice(2);
const Base = PouchDB.defaults({ prefix: folder + path.sep, db: require("./flushed") });

async function load() {
  const database = new Base("rows");
  let batch = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(rows) })) {
    batch.push(JSON.parse(line));
    if (batch.length === 5000) {
      await database.bulkDocs(batch);
      batch = [];
    }
  }
  if (batch.length) await database.bulkDocs(batch);
}

async function main() {
  await load();
  const app = require("express")();
  app.use("/", require("express-pouchdb")(Base, { mode: "minimumForPouchDB", logPath: path.join(folder, "log.txt"), configPath: path.join(folder, "config.json") }));
  const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
}

main();
