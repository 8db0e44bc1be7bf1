-- Counts that pages show, made once a copy so that no reader waits for them.

drop table if exists coverage_counts;
create table coverage_counts (province text not null, prefecture text not null, county text not null, kind text not null,
  year integer not null, state text not null, n integer not null, last_checked text,
  primary key (year, province, prefecture, county, kind, state)) without rowid;
insert into coverage_counts
  select substr(c.division, 1, 2) || '0000', substr(c.division, 1, 4) || '00', substr(c.division, 1, 6), o.kind, c.year,
    c.state, count(*), max(c.last_checked)
  from coverage c join organs o on o.id = c.organ group by 1, 2, 3, 4, 5, 6;

drop table if exists finding_counts;
create table finding_counts (province text not null, rule text not null, year integer not null, severity text not null,
  result text not null, n integer not null, reports integer not null,
  primary key (year, province, rule, severity, result)) without rowid;
insert into finding_counts
  select substr(division, 1, 2) || '0000', rule, year, severity, result, count(*), count(distinct organ)
  from findings group by 1, 2, 3, 4, 5;

drop table if exists report_counts;
create table report_counts (province text not null, year integer not null, kind text not null, form text not null,
  n integer not null, primary key (year, province, kind, form)) without rowid;
insert into report_counts
  select substr(r.division, 1, 2) || '0000', r.year, o.kind, coalesce(r.form, ''), count(*)
  from reports r join organs o on o.id = r.organ group by 1, 2, 3, 4;

create index if not exists reports_first_seen on reports (first_seen);
create index if not exists findings_first_seen on findings (first_seen);
create index if not exists report_captures_at on report_captures (at) where change is not null;
create index if not exists revision_cells_report on revision_cells (report);
create index if not exists captures_sha256 on captures (sha256);
