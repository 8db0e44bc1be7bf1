"""Every table of archive.db, from the first migration; a change of the schema is one more named function here."""

from __future__ import annotations

import sqlite_utils
from sqlite_utils import Migrations

from archive.touch import triggers

migrations = Migrations("gongkai")

FIRST = """
create table meta (key text primary key, value text not null) without rowid;

create table divisions (code text not null, name text not null, level text not null, parent text,
  valid_from text, valid_to text, name_en text, pinyin text, primary key (code, valid_from));
create table successions (old text not null, new text not null, date text, kind text not null, source text not null,
  primary key (old, new, date));

create table organs (id text primary key, kind text not null, name text not null, division text not null,
  parent text, generated integer not null default 0);
create index organs_division on organs (division, kind);
create table organ_names (organ text not null references organs (id), name text not null, valid_from text, valid_to text,
  primary key (organ, name));

create table portals (code text not null, name text not null, level text, family text, url text not null, list_url text,
  seen text, until text, note text, primary key (code, url, list_url));

create table crawls (id text primary key, started_at text not null, finished_at text, depth text not null,
  settings text, counts text);
create table crawl_portals (crawl text not null references crawls (id), portal text not null, state text not null,
  started_at text, finished_at text, pages integer, links integer, kept integer, why text, primary key (crawl, portal));
create table pages (url text primary key, portal text not null, role text not null, etag text, last_modified text,
  sha256 text, fetched_at text, outcome text, crawl text, body_capture text, warc_file text, warc_offset integer,
  status integer);
create table links (url text primary key, portal text not null, organ text, found_on text, link_text text, year integer,
  role text not null, first_seen text not null, last_seen text not null, state text not null, capture text,
  canonical text, checked_at text);
create index links_portal on links (portal, state);
create index links_found on links (found_on);

create table warc_files (name text primary key, crawl text, applied integer not null default 0, closed_at text) without rowid;
create table fetches (id integer primary key, crawl text not null, portal text not null, url text not null, at text not null,
  status integer, outcome text not null, capture text, role text, detail text, unique (crawl, url, at));
create index fetches_portal on fetches (portal, at);
create index fetches_url on fetches (url);
create table captures (id text primary key, url text not null, canonical text, portal text, organ text,
  fetched_at text not null, content_type text, sha256 text not null, text_sha256 text, length integer not null,
  warc_file text not null, warc_offset integer not null, found_on text, link_text text, member_of text, role text,
  source text not null default 'crawl', payload_sha256 text, site_code text, revisit integer not null default 0);
create index captures_payload on captures (payload_sha256);
create index captures_address on captures (url);
create index captures_found on captures (found_on) where found_on is not null;
create index captures_member on captures (member_of) where member_of is not null;
create index captures_sha256 on captures (sha256);
create index captures_url on captures (canonical, fetched_at);

create table readings (capture text primary key references captures (id), parser_version text not null,
  is_report integer not null, why_not text, organ text, report text, doubt text, reading blob not null,
  digest text not null, read_at text);
create index readings_report on readings (report);

create table reports (key integer primary key, id text not null unique, organ text not null references organs (id),
  division text not null, year integer not null, form text, scope text, scope_evidence text, title text,
  organ_printed text, published_on text, signed_on text, first_seen text, parser_version text not null,
  capture text not null, kind text, url text, generated integer not null default 0,
  n_number integer, n_annotated integer, n_inferred integer, n_blank integer, n_mark integer, n_missing integer,
  n_unreadable integer, n_problems integer, n_findings integer);
create index reports_organ on reports (organ, year);
create index reports_division on reports (division, year);
create index reports_year on reports (year);
create table report_captures (report text not null, capture text not null, role text not null, counts integer not null,
  at text, change text, primary key (report, capture));
create table revision_cells (report text not null, capture text not null, cell text not null, value numeric, raw text,
  primary key (report, capture, cell));
create table cell_defs (number integer primary key, cell text not null unique, form text not null, table_key text not null,
  row_key text not null, column_key text not null, label_zh text not null, label_en text not null, unit text);
create table cell_states (state integer primary key, name text not null, says_zh text not null, says_en text not null);
create table cells (report integer not null references reports (key), cell integer not null, value numeric,
  state integer not null, unit text, raw text, at, primary key (report, cell)) without rowid;
create table places (report integer not null, cell integer not null, page integer, x0 real, y0 real, x1 real, y1 real,
  primary key (report, cell)) without rowid;
create table free_figures (id integer primary key, report text not null, table_no integer, label text, unit text,
  "column" text, value numeric, raw text, at text);
create index free_report on free_figures (report);
create table sections (id integer primary key, report text not null, section text not null, title text, text text not null,
  position integer not null);
create index sections_report on sections (report);
create table problems (id integer primary key, capture text, report text, portal text, kind text not null, cell text,
  at text, says_zh text not null, says_en text not null);
create index problems_report on problems (report);
create index problems_kind on problems (kind);
create index problems_capture on problems (capture);
create table findings (id integer primary key, organ text not null, division text not null, year integer not null,
  report text, rule text not null, severity text not null, result text not null, reader_doubt integer not null default 0,
  lenient text, cells text not null, expected text, found text, says_zh text not null, says_en text not null,
  fingerprint text not null unique, review text, parser_version text not null, first_seen text);
create index findings_report on findings (report);
create index findings_division on findings (division, year);
create index findings_rule on findings (rule, year);
create table rule_counts (year integer not null, rule text not null, pass integer not null, fail integer not null,
  uncertain integer not null, not_evaluable integer not null, not_applicable integer not null, primary key (year, rule));
create table similar (report text not null, other text not null, section text not null, similarity real not null,
  kind text not null, primary key (report, other, section)) without rowid;
create table coverage (organ text not null, year integer not null, division text not null, state text not null,
  deadline text, published_on text, first_seen text, last_checked text, why_zh text, why_en text, report text,
  primary key (organ, year)) without rowid;
create index coverage_division on coverage (division, year);
create index coverage_state on coverage (year, state);

create view figures as
  select r.id as report, r.organ, r.division, r.year, d.cell, d.label_zh, d.label_en, c.value, s.name as state,
    coalesce(c.unit, d.unit) as unit, coalesce(c.raw, cast(c.value as text)) as raw,
    iif(typeof(c.at) = 'integer', printf('table %d, row %d, column %d', c.at / 1000000, c.at / 1000 % 1000, c.at % 1000),
      c.at) as at
  from cells c join reports r on r.key = c.report join cell_defs d on d.number = c.cell
    join cell_states s on s.state = c.state;
"""


@migrations()
def first(db: sqlite_utils.Database) -> None:
    """All tables of design.md section 4."""
    db.executescript(FIRST)


@migrations()
def checks(db: sqlite_utils.Database) -> None:
    """What was held to the rules, from which inputs; what the second reading (blank = 0) gave; the parts of the search
    for copies that need not be made again."""
    db.executescript("""
    create table checked (organ text not null, year integer not null, inputs text not null, outcomes text not null,
      primary key (organ, year)) without rowid;
    alter table rule_counts add column lenient_pass integer not null default 0;
    alter table rule_counts add column lenient_fail integer not null default 0;
    create table signatures (report text not null, section text not null, year integer not null, digest blob not null,
      minhash blob not null, primary key (report, section)) without rowid;
    create index signatures_year on signatures (year, section);
    create table templates (year integer not null, section text not null, texts integer not null, sentences text not null,
      primary key (year, section)) without rowid;
    """)


@migrations()
def nights(db: sqlite_utils.Database) -> None:
    """What became of every step of every night."""
    db.executescript("""
    create table nights (night text not null, step text not null, position integer not null, state text not null,
      started_at text, finished_at text, exit integer, says text, primary key (night, step)) without rowid;
    """)


@migrations()
def changes(db: sqlite_utils.Database) -> None:
    """What has to be held to the rules again, told by the rows that change; the second reading (blank = 0) of what
    could not be evaluated; the search for copies as an index that grows by what is new."""
    db.executescript("""
    create table touched (organ text not null, year integer not null, primary key (organ, year)) without rowid;
    insert or ignore into touched select organ, year from reports union select organ, year from coverage
      union select organ, year from checked;
    create table touched_texts (report text primary key) without rowid;
    insert or ignore into touched_texts select id from reports;
    create table lenient (organ text not null, year integer not null, report text not null, rule text not null,
      result text not null, cells text not null, expected text, found text,
      primary key (organ, year, rule, cells)) without rowid;
    create index findings_reviewed on findings (review) where review is not null;
    create index findings_result on findings (result);
    drop table signatures;
    drop table templates;
    delete from similar where kind = 'copy';
    create index similar_other on similar (other, section);
    create table signatures (report text not null, section text not null, year integer not null, node integer,
      primary key (report, section)) without rowid;
    create index signatures_node on signatures (node) where node is not null;
    create table bands (hash integer not null, node integer not null, primary key (hash, node)) without rowid;
    create table templates (year integer not null, section text not null, sample text not null, sentences text not null,
      primary key (year, section)) without rowid;
    """)
    for trigger in triggers():
        db.execute(trigger)


@migrations()
def gone(db: sqlite_utils.Database) -> None:
    """A page may have changed and be gone: two facts, two columns."""
    db.execute("alter table report_captures add column gone text")
