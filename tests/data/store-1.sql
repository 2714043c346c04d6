BEGIN TRANSACTION;
CREATE TABLE ledger_batches (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  parents TEXT NOT NULL,
  recorded TEXT NOT NULL CHECK (length(recorded) = 32),
  recorder TEXT NOT NULL CHECK (recorder <> ''),
  note TEXT,
  start INTEGER NOT NULL CHECK (start > 0),
  size INTEGER NOT NULL CHECK (size >= 0),
  content TEXT NOT NULL CHECK (length(content) = 64)
);
INSERT INTO "ledger_batches" VALUES(1,'e3970297bd38017d95dfe43885ccd23b5169c41d41e6183ecdbe17cb14b56618','[]','2031-05-04T18:00:00.000000+00:00','Anna',NULL,1,2,'2a78981357b9f1a5dfbcab0f4d813aeee9e86f929e64913b5314135c760c3221');
INSERT INTO "ledger_batches" VALUES(2,'09804a7e7ab50b74ed6d13a2cffd530a46e58130e92afde4337e8c25d589e3bf','["e3970297bd38017d95dfe43885ccd23b5169c41d41e6183ecdbe17cb14b56618"]','2031-05-05T09:00:00.000000+00:00','Bo','second',3,4,'03c179738a44ab5474b73c84a8851af2214900a5b95445b2a88f7f9960e41092');
CREATE TABLE ledger_records (
  number INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
  link INTEGER NOT NULL,
  body TEXT NOT NULL CHECK (body <> '')
);
INSERT INTO "ledger_records" VALUES(1,8247599066705441522,0,1,'{"date": "2031-05-04", "id": "72755ba74cd232f27c2b37beccfab16ff6fb2e923bd0b43baea80e3d19948857", "measure": "soldiers killed", "source": "Ministry", "stance": "asserts", "subject": "Norland", "type": "claim", "value": "about 40"}');
INSERT INTO "ledger_records" VALUES(2,5168575809036340614,3,0,'{"name": "Norland", "type": "party"}');
INSERT INTO "ledger_records" VALUES(3,-4310307692539932809,1,8247599066705441522,'{"claim": "72755ba74cd232f27c2b37beccfab16ff6fb2e923bd0b43baea80e3d19948857", "quote": "\"forty\"", "recorded": "2031-05-05T00:00:00+00:00", "type": "attestation"}');
INSERT INTO "ledger_records" VALUES(4,1265864072825076093,0,2,'{"date": "2031-05", "id": "119140aadaaaf97d3e82aa1030f2f24759323fe34c9ded5efc438b3afbf12528", "measure": "tanks lost", "place": "Über der Aue", "source": "Monitor", "stance": "asserts", "subject": "Norland", "type": "claim", "value": "10 to 15"}');
INSERT INTO "ledger_records" VALUES(5,1240225062616049145,1,8247599066705441522,'{"date": "2031-05-06", "source": "Ministry", "target": "72755ba74cd232f27c2b37beccfab16ff6fb2e923bd0b43baea80e3d19948857", "type": "retraction"}');
INSERT INTO "ledger_records" VALUES(6,2387469987122773308,2,-9006451593554599079,'{"outlet": "Post", "title": "It''s 5", "type": "document"}');
CREATE TABLE ledger_topics (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  surrounds INTEGER NOT NULL,
  topic TEXT NOT NULL CHECK (topic <> '')
);
INSERT INTO "ledger_topics" VALUES(1,'0d7638ffd28e8188176c8d551e0077594cd2d53518a5432496f2709e55828e3c',-1584642906531846516,'["measure","soldiers killed","norland","",""]');
INSERT INTO "ledger_topics" VALUES(2,'a71c7ea3c71e293792c7efb9655fe3396d19953fa3e89df44194763af8c3d367',341282824228244835,'["measure","tanks lost","norland","","über der aue"]');
CREATE TABLE ledger_versions (
  version INTEGER PRIMARY KEY CHECK (version > 0)
);
INSERT INTO "ledger_versions" VALUES(1);
CREATE INDEX ledger_records_link ON ledger_records (link, key);
CREATE INDEX ledger_records_role ON ledger_records (role, number) WHERE role > 1;
CREATE INDEX ledger_topics_surrounds ON ledger_topics (surrounds);
CREATE TRIGGER ledger_versions_update BEFORE update ON ledger_versions
BEGIN SELECT raise(ABORT, 'ledger_versions only grows'); END;
CREATE TRIGGER ledger_versions_delete BEFORE delete ON ledger_versions
BEGIN SELECT raise(ABORT, 'ledger_versions only grows'); END;
CREATE TRIGGER ledger_batches_update BEFORE update ON ledger_batches
BEGIN SELECT raise(ABORT, 'ledger_batches only grows'); END;
CREATE TRIGGER ledger_batches_delete BEFORE delete ON ledger_batches
BEGIN SELECT raise(ABORT, 'ledger_batches only grows'); END;
CREATE TRIGGER ledger_records_update BEFORE update ON ledger_records
BEGIN SELECT raise(ABORT, 'ledger_records only grows'); END;
CREATE TRIGGER ledger_records_delete BEFORE delete ON ledger_records
BEGIN SELECT raise(ABORT, 'ledger_records only grows'); END;
CREATE TRIGGER ledger_topics_update BEFORE update ON ledger_topics
BEGIN SELECT raise(ABORT, 'ledger_topics only grows'); END;
CREATE TRIGGER ledger_topics_delete BEFORE delete ON ledger_topics
BEGIN SELECT raise(ABORT, 'ledger_topics only grows'); END;
CREATE TRIGGER ledger_batches_insert BEFORE INSERT ON ledger_batches
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_batches)
  OR NEW.start <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_records)
  OR NEW.start <> coalesce(
    (SELECT start + size FROM ledger_batches ORDER BY number DESC LIMIT 1), 1)
  OR EXISTS (SELECT 1 FROM ledger_batches WHERE digest = NEW.digest)
BEGIN SELECT raise(ABORT, 'ledger_batches: a batch follows the last whole batch, and is new'); END;
CREATE TRIGGER ledger_records_insert BEFORE INSERT ON ledger_records
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_records)
  OR NEW.number >= coalesce(
    (SELECT start + size FROM ledger_batches ORDER BY number DESC LIMIT 1), 0)
BEGIN SELECT raise(ABORT, 'ledger_records: a record belongs to the newest batch'); END;
CREATE TRIGGER ledger_topics_insert BEFORE INSERT ON ledger_topics
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_topics)
  OR EXISTS (SELECT 1 FROM ledger_topics WHERE digest = NEW.digest)
BEGIN SELECT raise(ABORT, 'ledger_topics: a topic follows the last one, and is new'); END;
COMMIT;
