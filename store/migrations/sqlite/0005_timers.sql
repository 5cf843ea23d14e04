-- Timers that remind before they end, jobs that can be listed for who may see their dossier, messages to staff that are about no dossier.

drop table deadlines; -- rows made from events: they are made anew
create table deadlines (
  dossier  integer not null references dossiers (id),
  position integer not null,
  kind     text    not null,
  subject  text    not null,
  due      integer not null,
  who      text    not null,
  reached  integer not null,
  fires    integer not null, -- when something is next done about it: a reminder, or its end; 0 when nothing is left
  primary key (dossier, position)
) strict, without rowid;
create index deadlines_fires on deadlines (fires, dossier) where fires > 0;
create index deadlines_who on deadlines (who, due); -- what waits for whom

alter table access rename column only to narrows; -- the other engine keeps the old name for itself

alter table jobs add column dossier integer references dossiers (id); -- null when it is about none
alter table jobs add column ended integer not null default 0; -- when it was done or given up
update jobs set dossier = (select d.id from dossiers d
  where d.reference = case when json_valid(payload) then json_extract(payload, '$.reference') end);
update jobs set ended = run_at where status in ('done', 'failed');
create index jobs_ended on jobs (ended) where status = 'done';
create index receipts_at on receipts (at);
create index links_expires on links (expires) where expires > 0;
create index list_received on list (received, dossier) where todo = 1;

alter table messages rename to messages_before;
drop index messages_dossier;
drop index messages_address;
create table messages (
  id       integer primary key,
  effect   text    not null unique,
  dossier  integer references dossiers (id), -- null when it is about none
  number   integer not null,
  party    text    not null,
  kind     text    not null,
  name     text    not null,
  address  text    not null,
  language text    not null,
  subject  text    not null,
  body     text    not null,
  link     text    not null,
  at       integer not null,
  class    text    not null,
  person   text    not null
) strict;
create index messages_dossier on messages (dossier, id);
create index messages_address on messages (address, id);
insert into messages (id, effect, dossier, number, party, kind, name, address, language, subject, body, link, at, class, person)
  select id, effect, dossier, number, party, kind, name, address, language, subject, body, link, at, class, person from messages_before;
drop table messages_before;

-- What the program has to remember of itself, such as the calendar that the deadlines were last counted by.
create table settings (
  name  text not null primary key,
  value text not null
) strict, without rowid;

alter table list add column calendar text not null default ''; -- by which the row, the deadlines and the promises were counted; empty when none says
create index list_calendar on list (calendar);
