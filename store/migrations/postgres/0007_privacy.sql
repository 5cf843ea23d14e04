-- Why somebody read a dossier can be erased, as words of the history can: the row keeps a seal of it, and checkpoints are over the seal.
-- Rows of before have no seal: checkpoints are over their words, which stay.
alter table reads add column salt bytea;
alter table reads add column seal text collate "C" not null default ''; -- in hexadecimal; empty where no reason is
drop trigger reads_fixed on reads;
create trigger reads_fixed before update on reads for each row
  when (new.id <> old.id or new.at <> old.at or new.dossier is distinct from old.dossier or new.viewer <> old.viewer or new.what <> old.what
    or new.seen <> old.seen or new.seal <> old.seal or old.seal = '' or new.reason <> '' or new.salt is not null)
  execute function refuse_change('history is fixed');

-- What was paid back in dossiers that were erased, for as long as the books are kept: no names.
create table ledger (
  dossier bigint not null references dossiers (id),
  remedy  bigint not null,
  paid    text collate "C" not null, -- the day
  amount  bigint not null, -- cents
  primary key (dossier, remedy)
);
create index ledger_paid on ledger (paid);
