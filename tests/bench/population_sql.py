"""The statements that fill a database of agreements: rows are made of numbers, by the database itself."""

from tests.bench.ids import BULK, EMPLOYERS, FIRST, PREFIXES, SCHOOLS

PARTIES = f"""
INSERT INTO employers (employer_id, sequence, name, uscc, nature_code, industry_code, region_code, address, may_sign)
SELECT ('{PREFIXES["employer"]}' || {FIRST} + e)::uuid, 1, '示例用人单位' || e, '91110108MA00' || lpad(e::text, 6, '0'),
       '39', '34', '110108', '中关村大街' || e || '号', true
FROM generate_series(0, {EMPLOYERS - 1}) e;
INSERT INTO relocation_profiles (employer_id, version, content, updated_at)
SELECT employer_id, 1, '{{}}', now() FROM employers;
INSERT INTO schools (school_code, sequence, name, province_code)
SELECT (20000 + s)::text, 1, '示例大学' || s, (11 + s % 5)::text FROM generate_series(0, {SCHOOLS - 1}) s;
INSERT INTO province_agreement_types (province_code, cohort, version, agreement_type, updated_at)
SELECT p::text, c, 1, 'two_party', now() FROM generate_series(11, 12) p, generate_series(2025, 2027) c;
"""
SETTINGS = f"""
INSERT INTO sign_settings (school_code, cohort, version, signing_open, supplement_open, destinations_open, review_mode,
                           rescission_limit, contact_name, contact_phone, contact_address, contact_postcode, updated_at)
SELECT (20000 + s)::text, c, 1, true, true, true, 'school_only', 3, '张思', $1, '学院路1号', '100871', now()
FROM generate_series(0, {SCHOOLS - 1}) s, generate_series(2025, 2027) c
"""
GRADUATES = f"""
INSERT INTO graduates (graduate_id, sequence, person_index, name, name_key, id_number_masked, cohort, school_code,
                       school_name, department, level_code, major_name, training_mode_code, may_sign, on_roster)
SELECT ('{PREFIXES["graduate"]}' || {FIRST} + g)::uuid, 1, encode(sha256(g::text::bytea), 'hex'), '毕业生' || g,
       '毕业生' || g, '1101***********' || g % 10, 2025 + g % 3, (20000 + s)::text, '示例大学' || s,
       '第' || g % 12 || '学院', '31', '软件工程', '1', true, true
FROM (SELECT g, floor({SCHOOLS} * power((g * 48271 % 65537) / 65537.0, 2))::int AS s
      FROM generate_series($1::bigint, $2::bigint, $3::bigint) g) numbered
"""
"""Squared: the largest school has many times as many as the median one."""
FAVOURITES = f"""
INSERT INTO favourites (id, employer_id, graduate_id, graduate_version, person_index, name, id_number_masked, cohort,
                        school_code, school_name, level_code, major_name, added_by, added_at)
SELECT ('{PREFIXES["favourite"]}' || {FIRST} + k)::uuid,
       ('{PREFIXES["employer"]}' || {FIRST} + k / {BULK} % {EMPLOYERS})::uuid, graduate_id, sequence, person_index,
       name, id_number_masked, cohort, school_code, school_name, level_code, major_name, gen_random_uuid(), now()
FROM generate_series($1::bigint, $2::bigint) k
JOIN graduates ON graduate_id = ('{PREFIXES["graduate"]}' || {FIRST} + k)::uuid
"""
AGREEMENTS = f"""
INSERT INTO agreements (id, version, kind, status, cohort, employer_id, employer_name, graduate_id, person_index,
    graduate_name, id_number_masked, school_code, school_name, department, reviewing_department, level_code, major_name,
    job_title, letter, terms_version, valid_days, deadline, invited_at, updated_at, waiting_since, due_at, accepted_at,
    agreement_type, employer, graduate_version, terms_sha256, review_mode, review_step, reject_step, reject_reason,
    reject_detail, number, signed_at, school)
SELECT ('{PREFIXES["agreement"]}' || {FIRST} + k)::uuid, cardinality(steps), 'online', status, cohort,
       employers.employer_id, employers.name, graduate_id, person_index, graduates.name, id_number_masked, school_code,
       school_name, department, department, level_code, major_name, $5::jsonb ->> 'job_title', $5::jsonb,
       1, 5, invited_at + interval '5 days', invited_at, invited_at + cardinality(steps) * interval '1 hour',
       invited_at + cardinality(steps) * interval '1 hour',
       CASE status WHEN 'awaiting_graduate' THEN invited_at + interval '5 days'
                   WHEN 'in_review' THEN invited_at + interval '7 days' END,
       CASE WHEN accepted THEN invited_at + interval '2 hours' END,
       CASE WHEN accepted THEN 'three_party' END,
       CASE WHEN accepted THEN to_jsonb(employers) - ARRAY['employer_id', 'sequence', 'may_sign'] END,
       CASE WHEN accepted THEN 1 END,
       CASE WHEN accepted THEN encode(sha256(k::text::bytea), 'hex') END,
       CASE WHEN accepted THEN 'school_only' END,
       CASE status WHEN 'in_review' THEN 'school' END,
       CASE status WHEN 'rejected' THEN 'school' END,
       CASE status WHEN 'rejected' THEN 'other' END,
       CASE status WHEN 'rejected' THEN '材料不全' END,
       CASE status WHEN 'signed' THEN '9' || lpad(k::text, 16, '0') END,
       CASE status WHEN 'signed' THEN invited_at + interval '3 hours' END,
       CASE status WHEN 'signed' THEN jsonb_build_object('name', school_name, 'contact', $6::jsonb) END
FROM (
    SELECT k, status, steps, 'accept' = ANY(steps) AS accepted, k - k % $4::bigint AS g,
           CASE status WHEN 'awaiting_graduate' THEN date_trunc('hour', now()) - interval '1 day'
                       ELSE date_trunc('hour', now()) - interval '1 day' * (10 + k % 300)
           END - CASE $3 WHEN 'overdue' THEN interval '9 days' - k * interval '1 ms' ELSE interval '0' END
               AS invited_at
    FROM (
        SELECT k, coalesce(nullif(nullif($3, 'past'), 'overdue'), CASE
            WHEN $3 = 'overdue' THEN 'awaiting_graduate'
            WHEN k % 2 = 1 AND k * 7919 % 100 < 80 THEN 'signed'
            WHEN k % 2 = 1 THEN 'in_review'
            WHEN k * 7919 % 100 < 25 THEN 'awaiting_graduate'
            WHEN k * 7919 % 100 < 50 THEN 'declined'
            WHEN k * 7919 % 100 < 80 THEN 'expired'
            WHEN k * 7919 % 100 < 90 THEN 'withdrawn'
            ELSE 'rejected' END) AS status
        FROM generate_series($1::bigint, $2::bigint) k
    ) drawn
    JOIN (VALUES ('awaiting_graduate', '{{invite}}'::text[]), ('declined', '{{invite,decline}}'),
                 ('expired', '{{invite,expire}}'), ('withdrawn', '{{invite,withdraw_invitation}}'),
                 ('in_review', '{{invite,accept}}'), ('signed', '{{invite,accept,pass}}'),
                 ('rejected', '{{invite,accept,reject}}')) AS path (status, steps) USING (status)
) made
JOIN graduates ON graduate_id = ('{PREFIXES["graduate"]}' || {FIRST} + g)::uuid
JOIN employers ON employers.employer_id = ('{PREFIXES["employer"]}' || {FIRST} + k * 7 % {EMPLOYERS})::uuid
"""
CODES = f"""
INSERT INTO acceptance_codes (id, agreement_id, graduate_id, version, terms_sha256, code_hash, state, tries, asked_at,
                              expires_at)
SELECT ('{PREFIXES["code"]}' || {FIRST} + k)::uuid, ('{PREFIXES["agreement"]}' || {FIRST} + k)::uuid,
       ('{PREFIXES["graduate"]}' || {FIRST} + k)::uuid, 1, terms, hashed, 'open', 0, now(), now() + interval '1 day'
FROM unnest($1::bigint[], $2::text[], $3::text[]) AS made (k, terms, hashed)
"""
HISTORY = f"""
INSERT INTO agreement_history (agreement_id, version, at, actor_role, actor_id, actor_name, action, from_status,
                               to_status, at_step, reason, detail, previous_sha256, sha256)
SELECT id, version, at, actor_role, actor_id, actor_name, action, from_status, to_status, at_step, reason, detail,
       previous, encode(sha256(convert_to(previous || E'\\n' || content, 'UTF8')), 'hex')
FROM (
    SELECT facts.*, '{{"action":"' || action || '","actor_id":' || coalesce('"' || actor_id || '"', 'null')
        || ',"actor_name":"' || actor_name || '","actor_role":"' || actor_role
        || '","at":"' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
        || '","at_step":' || coalesce('"' || at_step || '"', 'null')
        || ',"detail":' || coalesce('"' || detail || '"', 'null')
        || ',"from_status":' || coalesce('"' || from_status || '"', 'null')
        || ',"reason":' || coalesce('"' || reason || '"', 'null')
        || ',"to_status":"' || to_status || '","version":' || version || '}}' AS content
    FROM (
        SELECT a.id, $3::int AS version, a.invited_at + ($3::int - 1) * interval '1 hour' AS at, s.actor_role,
               CASE s.actor_role WHEN 'clock' THEN NULL WHEN 'graduate' THEN a.graduate_id ELSE a.employer_id END
                   AS actor_id,
               s.actor_name, s.action, s.from_status, s.to_status,
               CASE WHEN s.action IN ('pass', 'reject') THEN 'school' END AS at_step,
               CASE s.action WHEN 'reject' THEN 'other' END AS reason,
               CASE s.action WHEN 'reject' THEN '材料不全' END AS detail,
               coalesce(before.sha256, encode(sha256(a.id::text::bytea), 'hex')) AS previous
        FROM agreements a
        JOIN (VALUES (1, NULL, 'invite', 'employer_user', '招聘专员', NULL, 'awaiting_graduate'),
                     (2, 'declined', 'decline', 'graduate', '毕业生', 'awaiting_graduate', 'declined'),
                     (2, 'expired', 'expire', 'clock', '系统', 'awaiting_graduate', 'expired'),
                     (2, 'withdrawn', 'withdraw_invitation', 'employer_user', '招聘专员', 'awaiting_graduate',
                      'withdrawn'),
                     (2, NULL, 'accept', 'graduate', '毕业生', 'awaiting_graduate', 'in_review'),
                     (3, 'signed', 'pass', 'school_user', '王老师', 'in_review', 'signed'),
                     (3, 'rejected', 'reject', 'school_user', '王老师', 'in_review', 'rejected')
             ) AS s (version, ending, action, actor_role, actor_name, from_status, to_status)
          ON s.version = $3 AND (s.ending = a.status
                                 OR s.ending IS NULL AND ($3 = 1 OR a.status IN ('in_review', 'signed', 'rejected')))
        LEFT JOIN agreement_history before ON before.agreement_id = a.id AND before.version = $3 - 1
        WHERE a.id BETWEEN ('{PREFIXES["agreement"]}' || {FIRST} + $1::bigint)::uuid
                       AND ('{PREFIXES["agreement"]}' || {FIRST} + $2::bigint)::uuid AND a.version >= $3
    ) facts
) said
"""
POSTPONE = """
UPDATE agreements SET deadline = now() + interval '20 days', due_at = now() + interval '20 days'
WHERE status = 'awaiting_graduate' AND deadline <= now()
"""
