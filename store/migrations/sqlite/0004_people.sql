-- Accounts and sessions of staff, keys, and the client register.

create table accounts (
  id           text    not null primary key,
  name         text    not null,
  email        text    not null unique,
  hash         text    not null,
  roles        text    not null, -- separated by spaces
  specialist   text    not null,
  branch       text    not null,
  disabled     integer not null,
  generation   integer not null,
  failures     integer not null,
  last_failure integer not null
) strict, without rowid;

create table sessions (
  hash    text    not null primary key,
  data    blob    not null,
  expires integer not null
) strict, without rowid;
create index sessions_expires on sessions (expires);

create table secrets (
  name  text not null primary key,
  value blob not null
) strict, without rowid;

create table branches (
  id   text not null primary key,
  name text not null,
  city text not null
) strict, without rowid;

create table specialists (
  id     text    not null primary key,
  name   text    not null,
  branch text    not null,
  active integer not null
) strict, without rowid;
create index specialists_branch on specialists (branch);

create table clients (
  id       text not null primary key,
  name     text not null,
  birth    text not null,
  email    text not null,
  phone    text not null,
  address  text not null,
  postcode text not null,
  surname  text not null, -- folded, as the next three
  second   text not null, -- the surname before it, of a double one
  mail     text not null,
  number   text not null
) strict, without rowid;
create index clients_surname on clients (surname);
create index clients_second on clients (second) where second <> '';
create index clients_mail on clients (mail) where mail <> '';
create index clients_number on clients (number) where number <> '';

create table treatments (
  id                text    not null primary key,
  client            text    not null,
  branch            text    not null,
  specialist        text    not null,
  date              text    not null,
  kind              text    not null,
  price             integer not null, -- cents
  paid              integer not null, -- cents
  shades_advertised integer not null,
  shades_achieved   integer not null
) strict, without rowid;
create index treatments_client on treatments (client, date);
create index treatments_day on treatments (branch, date);
