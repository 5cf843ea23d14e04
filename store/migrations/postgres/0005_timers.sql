-- Timers that remind before they end, jobs that can be listed for who may see their dossier, messages to staff that are about no dossier.

drop table deadlines; -- rows made from events: they are made anew
create table deadlines (
  dossier  bigint not null references dossiers (id),
  position bigint not null,
  kind     text collate "C" not null,
  subject  text collate "C" not null,
  due      bigint not null,
  who      text collate "C" not null,
  reached  bigint not null,
  fires    bigint not null, -- when something is next done about it: a reminder, or its end; 0 when nothing is left
  primary key (dossier, position)
);
create index deadlines_fires on deadlines (fires, dossier) where fires > 0;
create index deadlines_who on deadlines (who, due); -- what waits for whom

alter table jobs add column dossier bigint references dossiers (id); -- null when it is about none
alter table jobs add column ended bigint not null default 0; -- when it was done or given up
create index jobs_ended on jobs (ended) where status = 'done';
create index receipts_at on receipts (at);
create index links_expires on links (expires) where expires > 0;
create index list_received on list (received, dossier) where todo = 1;

alter table messages alter column dossier drop not null; -- null when it is about none

-- What the program has to remember of itself, such as the calendar that the deadlines were last counted by.
create table settings (
  name  text collate "C" not null primary key,
  value text collate "C" not null
);

alter table list add column calendar text collate "C" not null default ''; -- by which the row, the deadlines and the promises were counted; empty when none says
create index list_calendar on list (calendar);
