// PouchDB's own store, LevelDB, with each commit flushed to the disk as SQLite and PostgreSQL flush theirs.
"use strict";
const leveldown = require("leveldown");

function flushed(place) {
  const store = leveldown(place);
  const put = store._put.bind(store);
  const batch = store._batch.bind(store);
  store._put = (key, value, options, done) => put(key, value, { ...options, sync: true }, done);
  store._batch = (writes, options, done) => batch(writes, { ...options, sync: true }, done);
  return store;
}
flushed.destroy = leveldown.destroy;

module.exports = flushed;
