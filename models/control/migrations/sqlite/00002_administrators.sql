-- Who may use the administrators' pages, who is logged in there, which logins failed, and what was done. The same tables as in ../postgres; keep the two in step.

-- +goose Up

CREATE TABLE administrators (
  name TEXT PRIMARY KEY,
  password TEXT NOT NULL,
  password_set TIMESTAMP NOT NULL,
  last_login TIMESTAMP
);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  administrator TEXT NOT NULL,
  began TIMESTAMP NOT NULL,
  seen TIMESTAMP NOT NULL,
  address TEXT NOT NULL,
  browser TEXT NOT NULL
);

CREATE INDEX sessions_administrator ON sessions (administrator);

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  at TIMESTAMP NOT NULL
);

CREATE INDEX attempts_name ON attempts (name, at);
CREATE INDEX attempts_address ON attempts (address, at);
CREATE INDEX attempts_at ON attempts (at);

CREATE TABLE actions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  began TIMESTAMP NOT NULL,
  ended TIMESTAMP,
  who TEXT NOT NULL,
  address TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  run_id INTEGER NOT NULL
);
