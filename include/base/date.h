/*
 * date.h -- days, without hours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document's dates are days of the Gregorian calendar; year 0 means "no
 * date". Instants (a commit's time) are seconds since 1970 UTC and become
 * days through the site's offset, never through the machine's zone.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct date {
	int16_t year;
	int8_t month;		/* 1..12 */
	int8_t day;		/* 1..31 */
};

enum date_error {
	DATE_OK,
	DATE_FORM,		/* neither aaaa-mm-dd nor dd/mm/aaaa */
	DATE_SHORT_YEAR,	/* dd/mm/aa: the century is not told */
	DATE_IMPOSSIBLE,	/* 30 February, month 13 */
};

/* Read aaaa-mm-dd or dd/mm/aaaa (one or two digits for day and month), years
   1900..2999. *OUT is set only for DATE_OK. */
enum date_error date_parse(struct str s, struct date *out);

static inline bool date_is_set(struct date d)
{
	return d.year != 0;
}

/* <0, 0, >0. Unset dates come first. */
int date_compare(struct date a, struct date b);

/* Days since 1970-01-01, and back. INT32_MIN is "no date"; days before year 1
   or after year 9999 become the first or last of those, here and in date_add(). */
int32_t date_to_days(struct date d);
struct date date_from_days(int32_t days);

/* 0 Monday .. 6 Sunday. */
int date_weekday(struct date d);

/* DAYS later; with WORKING, Saturdays and Sundays are not counted (public
   holidays are not known to this program and are counted: see the guide).
   No date stays no date. */
struct date date_add(struct date d, int days, bool working);

/* Days from A to B, counted as date_add counts; negative when B is before,
   0 when either is no date. */
int date_between(struct date a, struct date b, bool working);

/* Whether instant SECONDS has a day, whatever the zone. What is a day or less from
   the beginning of year 1 or the end of 9999, or beyond, has none: a clock that
   tells it is broken, and a date that stands for it would be a lie. */
static inline bool instant_has_date(int64_t seconds)
{
	return seconds > -62135510400 && seconds < 253402214400;
}

/* The day of instant SECONDS at OFFSET minutes east of UTC, or no date where it has none. */
struct date date_from_instant(int64_t seconds, int offset);

/* How many seconds of that day have passed, 0 to 86399. */
int date_second_of_day(int64_t seconds, int offset);

/* "-06:00" or "+05:30" or "Z" into minutes east of UTC. */
bool date_parse_offset(struct str s, int *minutes);

/* "2022-09-15 16:05", in ARENA: the minute of instant SECONDS at OFFSET; the absent
   view where it has no date. */
struct str date_minute(struct arena *arena, int64_t seconds, int offset);

/* "2022-09-15"; nothing for no date. */
void date_put_iso(struct buf *out, struct date d);

/* "15/09/2022", as the official format prints dates. */
void date_put_official(struct buf *out, struct date d);

#endif
