-- A house of many people in 200 teams, some rounds of a course each, a year apart: the last begun today or up to
-- 399 days ago, the next opened 305 days later. n holds the numbers from 0 to that of all periods, day a date for every number of
-- days from today. Keys start at a million, where they meet no row that the services wrote.

INSERT INTO team (id, name) SELECT 1000000 + i, 'Team ' || i FROM n WHERE i < 200;

INSERT INTO person (id, name, staff_number, function, language, team_id, started_on, created_at)
SELECT 1000000 + i, 'Medewerker ' || i, 'B' || i, '', 'nl', 1000000 + i % 200, :begun, :at FROM n WHERE i < :people;

INSERT INTO file (id, person_id, purpose, wrapped_key, opened_at)
SELECT 1000000 + i, 1000000 + i, 'learning', :sealed, :at FROM n WHERE i < :people;

INSERT INTO log (idx, entry, leaf) SELECT 1000000 + i, :entry, :leaf FROM n;

INSERT INTO certificate (id, public_id, file_id, achievement, issue, title, language, issued_at,
                         valid_from, valid_until, entry_index, status_index)
SELECT 1000000 + n.i, 'B' || n.i, 1000000 + n.i / :rounds, 'courses.enrolment:' || (1000000 + n.i), 1, 'Privacy', 'nl', :at,
       first.day, last.day, 1000000 + n.i, 1000000 + n.i
FROM n
JOIN day first ON first.i = -(n.i / :rounds % 400) - 365 * (n.i % :rounds)
JOIN day last ON last.i = first.i + 364;

INSERT INTO enrolment (id, file_id, person_id, course, reason, opened_at, due_on, closed_at, closed_why)
SELECT certificate.id, file_id, file_id, :course, 'renewal', :at, valid_from, :at, 'certified'
FROM certificate WHERE certificate.id >= 1000000;

INSERT INTO period (id, enrolment_id, person_id, course, certificate_id, window_opens_on, valid_from, valid_until)
SELECT certificate.id, certificate.id, file_id, :course, certificate.id, valid_from, valid_from, valid_until
FROM certificate WHERE certificate.id >= 1000000;

INSERT INTO enrolment (id, file_id, person_id, course, reason, opened_at, due_on)
SELECT 2000000 + n.i, 1000000 + n.i, 1000000 + n.i, :course, 'renewal', :at, due.day
FROM n JOIN day due ON due.i = 364 - n.i % 400
WHERE n.i < :people AND n.i % 400 >= 305;

INSERT INTO lesson_read (enrolment_id, lesson, edition_id, read_at)
SELECT enrolment.id, 'module1', edition.id, :at
FROM enrolment CROSS JOIN edition
WHERE enrolment.id >= 2000000 AND enrolment.id % 3 = 0 AND edition.id = (SELECT min(id) FROM edition);

INSERT INTO reminder (enrolment_id, step, sent_at) SELECT id, '14', :at FROM enrolment WHERE id >= 2000000;
