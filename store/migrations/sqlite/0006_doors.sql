-- Doors: who comes in, by what, and what they looked at.

-- Wrong passwords are counted in attempts, sessions end with their login.
alter table accounts drop column generation;
alter table accounts drop column failures;
alter table accounts drop column last_failure;
create unique index accounts_specialist on accounts (specialist) where specialist <> '' and disabled = 0; -- the content of a talk is one person's (R3)

-- A member of staff who is signed in at one device. A session is worth nothing once its login is gone.
create table logins (
  id      text    not null primary key,
  account text    not null references accounts (id),
  began   integer not null,
  seen    integer not null,
  device  text    not null, -- browser and system, as far as it says
  method  text    not null, -- password, passkey, oidc
  factors integer not null  -- how many were shown: 1 or 2
) strict, without rowid;
create index logins_account on logins (account, began);

create table factors (
  id      text    not null primary key,
  account text    not null references accounts (id),
  kind    text    not null check (kind in ('totp', 'passkey')),
  handle  text    not null unique, -- of a passkey the id of its credential, of others their own
  name    text    not null, -- as its owner calls it
  secret  blob    not null, -- the key of the codes, or the credential's public key and what belongs to it
  step    integer not null, -- of codes the last period one was taken for, of a passkey its counter
  added   integer not null,
  used    integer not null  -- 0 when never
) strict, without rowid;
create index factors_account on factors (account, added);

create table recovery_codes (
  account text not null references accounts (id),
  hash    text not null,
  primary key (account, hash)
) strict, without rowid;

-- Who an account is at an identity provider: by issuer and subject, never by e-mail address.
create table identities (
  issuer  text    not null,
  subject text    not null,
  account text    not null references accounts (id),
  added   integer not null,
  primary key (issuer, subject)
) strict, without rowid;
create index identities_account on identities (account);

-- Links to staff that work once.
create table tickets (
  hash    text    not null primary key, -- SHA-256 of the token
  purpose text    not null, -- invitation, reset
  account text    not null references accounts (id),
  expires integer not null
) strict, without rowid;
create index tickets_account on tickets (account);

-- What went wrong at a door, by who was tried and where it came from, as digests.
create table attempts (
  key      text    not null primary key,
  failures integer not null,
  last     integer not null
) strict, without rowid;
create index attempts_last on attempts (last);

-- What was done with accounts. Nothing here changes.
create table account_log (
  id      integer primary key,
  at      integer not null,
  account text    not null, -- whom it is about
  actor   text    not null, -- who did it; the account itself, another, or the program
  kind    text    not null,
  detail  text    not null  -- codes, no personal data
) strict;
create index account_log_account on account_log (account, id);
create trigger account_log_stays before delete on account_log begin select raise(abort, 'history stays'); end;
create trigger account_log_fixed before update on account_log begin select raise(abort, 'history is fixed'); end;

-- A renewed private link is of the next generation and takes the place of the one before.
alter table links add column generation integer not null default 1;
create unique index links_newest on links (dossier, purpose, fellow);
drop index links_expires;
create index links_expires on links (expires) where expires > 0 and fellow > 0; -- a complainant's stay, so that a generation comes once

-- The code that was mailed to let a complainant in by the reference.
create table codes (
  dossier integer not null primary key references dossiers (id),
  hash    text    not null,
  expires integer not null,
  tries   integer not null
) strict, without rowid;

-- Who looked at what, and was refused. Nothing here changes.
create table reads (
  id      integer primary key,
  at      integer not null,
  dossier integer references dossiers (id), -- null when there is none of that reference
  viewer  text    not null, -- an account, complainant, fellow:3
  what    text    not null, -- the page or file; reason for a row that says why the following pages are read
  seen    integer not null, -- 1 when it was shown, 0 when it was refused
  reason  text    not null  -- where one is asked
) strict;
create index reads_dossier on reads (dossier, id);
create trigger reads_stay before delete on reads begin select raise(abort, 'history stays'); end;
create trigger reads_fixed before update on reads begin select raise(abort, 'history is fixed'); end;

-- The heads of all chains at a moment, summed up and signed; heads are those that changed since the one before.
create table checkpoints (
  number integer not null primary key,
  at     integer not null,
  root   blob    not null,
  note   text    not null -- signed, to be kept elsewhere
) strict, without rowid;
create table checkpoint_heads (
  checkpoint integer not null references checkpoints (number),
  dossier    integer not null,
  number     integer not null,
  digest     blob    not null, -- of that record; the root is over the records themselves, this says which of them differs
  primary key (checkpoint, dossier)
) strict, without rowid;
create index checkpoint_heads_dossier on checkpoint_heads (dossier, number);
