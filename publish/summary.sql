-- Counts that pages show, made once a copy so that no reader waits for them.

drop table if exists coverage_counts;
create table coverage_counts (province text not null, prefecture text not null, county text not null, kind text not null,
  year integer not null, state text not null, n integer not null, last_checked text,
  primary key (year, province, prefecture, county, kind, state)) without rowid;
insert into coverage_counts
  select substr(c.division, 1, 2) || '0000', substr(c.division, 1, 4) || '00', substr(c.division, 1, 6), o.kind, c.year,
    c.state, count(*), max(c.last_checked)
  from coverage c join organs o on o.id = c.organ group by 1, 2, 3, 4, 5, 6;

drop table if exists coverage_years;
create table coverage_years (year integer not null, province text not null, state text not null, n integer not null,
  last_checked text, primary key (year, province, state)) without rowid;
insert into coverage_years select year, province, state, sum(n), max(last_checked) from coverage_counts group by 1, 2, 3;

drop table if exists state_counts;
create table state_counts (state text primary key, n integer not null) without rowid;
insert into state_counts
  select 'reports', count(*) from reports union all select 'number', coalesce(sum(n_number), 0) from reports
  union all select 'annotated', coalesce(sum(n_annotated), 0) from reports
  union all select 'inferred', coalesce(sum(n_inferred), 0) from reports
  union all select 'blank', coalesce(sum(n_blank), 0) from reports
  union all select 'mark', coalesce(sum(n_mark), 0) from reports
  union all select 'missing', coalesce(sum(n_missing), 0) from reports
  union all select 'unreadable', coalesce(sum(n_unreadable), 0) from reports;

drop table if exists problem_counts;
create table problem_counts (kind text primary key, n integer not null) without rowid;
insert into problem_counts select kind, count(*) from problems group by kind;

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

drop table if exists daily_counts;
create table daily_counts (day text not null, what text not null, n integer not null, primary key (day, what)) without rowid;
insert into daily_counts
  select date(first_seen, '+8 hours'), 'new', count(*) from reports where first_seen is not null group by 1
  union all select date(at, '+8 hours'), change, count(*) from report_captures where change is not null and at is not null group by 1, 2
  union all select date(first_seen, '+8 hours'), 'findings', count(*) from findings
    where first_seen is not null and severity = 'error' and result = 'fail' group by 1;

create index if not exists coverage_listed on coverage (state, year, organ);
create index if not exists reports_form on reports (form);
create index if not exists reports_scope on reports (scope);
create index if not exists reports_kind on reports (kind);
create index if not exists reports_first_seen on reports (first_seen, id);
create index if not exists findings_first_seen on findings (first_seen);
create index if not exists report_captures_at on report_captures (at, report) where change is not null;
create index if not exists revision_cells_report on revision_cells (report);
create index if not exists captures_sha256 on captures (sha256);

-- By integer key a cell is one step away; by the derived tables it is a walk through all of them in another order.
create temp table named_cells as select max(iif(cell = 't3.outcome_total.total', number, null)) as outcome_total,
    max(iif(cell = 't3.carried_in.total', number, null)) as carried_in,
    max(iif(cell = 't3.carried_out.total', number, null)) as carried_out,
    max(iif(cell = 't3.not_processed_petition.total', number, null)) as petitions,
    max(iif(cell = 't3.not_processed_excessive.total', number, null)) as excessive,
    max(iif(cell = 't3.other_fee_unpaid.total', number, null)) as fee_unpaid,
    max(iif(cell = 't4.litigation_direct.total', number, null)) as litigation_direct,
    max(iif(cell = 't4.litigation_after_reconsideration.total', number, null)) as litigation_after,
    max(iif(cell = 't3.new_requests.total', number, null)) as new_requests,
    max(iif(cell = 't3.new_requests.natural_person', number, null)) as new_natural_person,
    max(iif(cell = 't3.new_requests.business', number, null)) as new_business,
    max(iif(cell = 't2.compulsion.decisions', number, null)) as compulsion
  from cell_defs;
drop table if exists report_years;
create table report_years as
  select i.*, i.not_held + i.needs_creation + i.unclear as unavailable,
    (select value from cells c where c.report = r.key and c.cell = n.outcome_total) as outcome_total,
    (select value from cells c where c.report = r.key and c.cell = n.carried_in) as carried_in,
    (select value from cells c where c.report = r.key and c.cell = n.carried_out) as carried_out,
    (select value from cells c where c.report = r.key and c.cell = n.petitions) as petitions,
    (select value from cells c where c.report = r.key and c.cell = n.excessive) as excessive,
    (select value from cells c where c.report = r.key and c.cell = n.fee_unpaid) as fee_unpaid,
    (select value from cells c where c.report = r.key and c.cell = n.litigation_direct) as litigation_direct,
    (select value from cells c where c.report = r.key and c.cell = n.litigation_after) as litigation_after,
    (select value from cells c where c.report = r.key and c.cell = n.new_requests) as new_requests,
    (select value from cells c where c.report = r.key and c.cell = n.new_natural_person) as new_natural_person,
    (select value from cells c where c.report = r.key and c.cell = n.new_business) as new_business,
    (select value from cells c where c.report = r.key and c.cell = n.compulsion) as compulsion_decisions,
    (select count(value) from cells c where c.report = r.key) as figures,
    (select sum(value) from cells c where c.report = r.key) as figures_sum, r.published_on, r.n_findings,
    (select count(*) from findings x where x.report = i.report and x.severity = 'error' and x.result = 'fail') as n_errors,
    o.name, o.kind, o.place_zh, o.place_en, o.province, o.prefecture, o.county, o.generated
  from indicators i join reports r on r.id = i.report join organ_labels o on o.organ = i.organ
    join temp.named_cells n
  order by i.year, o.kind, i.division;
drop table temp.named_cells;
create index report_years_who on report_years (kind, year, division, form, new_requests, new_natural_person, new_business);
create index report_years_suits on report_years (kind, year, division, form, litigation_direct, litigation_after);
create index report_years_year on report_years (year, kind, division);
create index report_years_volume on report_years (year, kind, requests_received);
create index report_years_report on report_years (report);
create index report_years_organ on report_years (organ, year);
create index report_years_county on report_years (county, year);
create index requests_row on requests (row, year);
create index remedies_row on remedies (row, year);
create index remedies_organ on remedies (row, organ, division, total, corrected, pending, report);
create index proactive_row on proactive (row, year);
create index balance_year on balance (year);
create index if not exists similar_similarity on similar (similarity);

drop table if exists section_counts;
create table section_counts (section text not null, year integer not null, county text not null, n integer not null,
  primary key (section, year, county)) without rowid;
insert into section_counts
  select s.section, r.year, substr(r.division, 1, 6), count(distinct s.report) from sections s join reports r on r.id = s.report
  group by 1, 2, 3;

drop table if exists ground_counts;
create table ground_counts as
  select substr(q.division, 1, 6) as county, o.kind, q.year, q.row, max(q.label_zh) as label_zh, max(q.label_en) as label_en,
    sum(q.total) as cases, count(q.total) as reports, sum(q.total is null) as nulls
  from requests q join organs o on o.id = q.organ where +q.row glob 'denied_*' group by 1, 2, 3, 4;
create index ground_counts_kind on ground_counts (kind, row, year);
