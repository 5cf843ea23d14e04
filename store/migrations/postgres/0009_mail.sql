-- Messages that are delivered by mail: what became of each. No words of mail servers are kept, in which addresses can stand.
alter table messages add column mail_id text collate "C" not null default ''; -- Message-ID, the same however often it is tried; empty where it is not to be mailed
alter table messages add column delivery text collate "C" not null default '' check (delivery in ('', 'waiting', 'sent', 'refused', 'stopped'));
alter table messages add column delivered bigint not null default 0; -- when it was handed over, refused or stopped
alter table messages add column answer text collate "C" not null default ''; -- why it waits, was refused or stopped: a sort of answer, and its codes
