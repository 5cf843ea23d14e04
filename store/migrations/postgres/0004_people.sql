-- Accounts and sessions of staff, keys, and the client register.

create table accounts (
  id           text collate "C" not null primary key,
  name         text collate "C" not null,
  email        text collate "C" not null unique,
  hash         text collate "C" not null,
  roles        text collate "C" not null, -- separated by spaces
  specialist   text collate "C" not null,
  branch       text collate "C" not null,
  disabled     bigint not null,
  generation   bigint not null,
  failures     bigint not null,
  last_failure bigint not null
);

create table sessions (
  hash    text collate "C" not null primary key,
  data    bytea   not null,
  expires bigint not null
);
create index sessions_expires on sessions (expires);

create table secrets (
  name  text collate "C" not null primary key,
  value bytea not null
);

create table branches (
  id   text collate "C" not null primary key,
  name text collate "C" not null,
  city text collate "C" not null
);

create table specialists (
  id     text collate "C" not null primary key,
  name   text collate "C" not null,
  branch text collate "C" not null,
  active bigint not null
);
create index specialists_branch on specialists (branch);

create table clients (
  id       text collate "C" not null primary key,
  name     text collate "C" not null,
  birth    text collate "C" not null,
  email    text collate "C" not null,
  phone    text collate "C" not null,
  address  text collate "C" not null,
  postcode text collate "C" not null,
  surname  text collate "C" not null, -- folded, as the next three
  second   text collate "C" not null, -- the surname before it, of a double one
  mail     text collate "C" not null,
  number   text collate "C" not null
);
create index clients_surname on clients (surname);
create index clients_second on clients (second) where second <> '';
create index clients_mail on clients (mail) where mail <> '';
create index clients_number on clients (number) where number <> '';

create table treatments (
  id                text collate "C" not null primary key,
  client            text collate "C" not null,
  branch            text collate "C" not null,
  specialist        text collate "C" not null,
  date              text collate "C" not null,
  kind              text collate "C" not null,
  price             bigint not null, -- cents
  paid              bigint not null, -- cents
  shades_advertised bigint not null,
  shades_achieved   bigint not null
);
create index treatments_client on treatments (client, date);
create index treatments_day on treatments (branch, date);
