/*
 * date.c -- days, without hours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days are counted within years that begin in March, so that the day which
 * some years lack comes last; 400 such years always have ERA_DAYS days.
 */
#include "base/date.h"

#define ERA_DAYS 146097
#define EPOCH 719468		/* days from 1 March of year 0 to 1970-01-01 */
#define DAYS_MIN (-719162)	/* 0001-01-01 */
#define DAYS_MAX 2932896	/* 9999-12-31 */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
	static const int8_t days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	return days[month - 1] + (month == 2 && is_leap(year));
}

static enum date_error check(unsigned long long year, unsigned long long month,
			     unsigned long long day, struct date *out)
{
	if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 ||
	    (int)day > days_in_month((int)year, (int)month))
		return DATE_IMPOSSIBLE;
	*out = (struct date){ (int16_t)year, (int8_t)month, (int8_t)day };
	return DATE_OK;
}

enum date_error date_parse(struct str s, struct date *out)
{
	bool iso = str_find_char(s, '-') != (size_t)-1;
	unsigned long long numbers[3];
	struct str parts[3], rest = s, *year, *day;
	int count = 0;

	while (count < 3 && str_cut(&rest, iso ? '-' : '/', &parts[count]))
		count++;
	if (count != 3 || rest.ptr)
		return DATE_FORM;
	for (int i = 0; i < 3; i++)
		if (!str_to_number(parts[i], 9999, &numbers[i]))
			return DATE_FORM;
	year = iso ? &parts[0] : &parts[2];
	day = iso ? &parts[2] : &parts[0];
	if (parts[1].len > 2 || day->len > 2)
		return DATE_FORM;
	if (year->len == 2 && !iso)
		return DATE_SHORT_YEAR;
	if (year->len != 4)
		return DATE_FORM;
	return iso ? check(numbers[0], numbers[1], numbers[2], out)
		   : check(numbers[2], numbers[1], numbers[0], out);
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

int32_t date_to_days(struct date d)
{
	int32_t year, era, year_of_era, day_of_year;

	if (!date_is_set(d))
		return INT32_MIN;
	year = d.year - (d.month < 3);
	era = (year >= 0 ? year : year - 399) / 400;
	year_of_era = year - era * 400;
	/* Five months from March on have 153 days, whichever they are. */
	day_of_year = (153 * ((d.month + 9) % 12) + 2) / 5 + d.day - 1;
	return era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 -
	       year_of_era / 100 + day_of_year - EPOCH;
}

struct date date_from_days(int32_t days)
{
	int32_t day, era_year, year, month;

	if (days == INT32_MIN)
		return (struct date){ 0 };
	if (days < DAYS_MIN)
		days = DAYS_MIN;
	if (days > DAYS_MAX)
		days = DAYS_MAX;
	day = days + EPOCH;		/* never negative from here on */
	year = day / ERA_DAYS * 400;
	day %= ERA_DAYS;
	era_year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	day -= era_year * 365 + era_year / 4 - era_year / 100;
	year += era_year;
	month = (5 * day + 2) / 153;
	day -= (153 * month + 2) / 5;
	month += month < 10 ? 3 : -9;
	return (struct date){ (int16_t)(year + (month < 3)), (int8_t)month,
			      (int8_t)(day + 1) };
}

/* 0 Monday .. 6 Sunday, of a day that may lie before 1970. */
static int weekday_of(int64_t days)
{
	int rest = (int)((days + 3) % 7);	/* 1970-01-01 was a Thursday */

	return rest < 0 ? rest + 7 : rest;
}

int date_weekday(struct date d)
{
	return weekday_of(date_to_days(d));
}

static struct date from_wide(int64_t days)
{
	if (days < DAYS_MIN)
		days = DAYS_MIN;
	if (days > DAYS_MAX)
		days = DAYS_MAX;
	return date_from_days((int32_t)days);
}

/* The day COUNT working days after day START (before it, when negative). */
static int64_t add_working(int64_t start, int64_t count)
{
	int step = count < 0 ? -1 : 1;

	if (count == 0)
		return start;
	/* From a weekend, count from the working day on the far side. */
	while (weekday_of(start) > 4)
		start -= step;
	start += count / 5 * 7;
	for (count %= 5; count; count -= step) {
		do
			start += step;
		while (weekday_of(start) > 4);
	}
	return start;
}

struct date date_add(struct date d, int days, bool working)
{
	int64_t start = date_to_days(d);

	if (!date_is_set(d))
		return d;
	return from_wide(working ? add_working(start, days) : start + days);
}

/* Working days before day DAYS, from some Monday long ago. */
static int64_t working_before(int64_t days)
{
	int64_t since = days + 3 + (int64_t)7 * 200000;
	int64_t rest = since % 7;

	return since / 7 * 5 + (rest < 5 ? rest : 5);
}

int date_between(struct date a, struct date b, bool working)
{
	int64_t from = date_to_days(a), to = date_to_days(b);

	if (!date_is_set(a) || !date_is_set(b))
		return 0;
	if (!working)
		return (int)(to - from);
	if (from <= to)
		return (int)(working_before(to + 1) - working_before(from + 1));
	return (int)(working_before(to) - working_before(from));
}

struct date date_from_instant(int64_t seconds, int offset)
{
	int64_t days = seconds / 86400, rest = seconds % 86400 + offset * 60LL;

	if (!instant_has_date(seconds))
		return (struct date){ 0 };
	days += rest / 86400;
	if (rest % 86400 < 0)
		days--;
	return date_from_days((int32_t)days);
}

int date_second_of_day(int64_t seconds, int offset)
{
	int second = (int)((seconds % 86400 + offset * 60LL) % 86400);

	return second < 0 ? second + 86400 : second;
}

struct str date_minute(struct arena *arena, int64_t seconds, int offset)
{
	struct date day = date_from_instant(seconds, offset);
	int second = date_second_of_day(seconds, offset);

	if (!date_is_set(day))
		return (struct str){ 0 };
	return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", day.year, day.month, day.day,
			    second / 3600, second / 60 % 60);
}

bool date_parse_offset(struct str s, int *minutes)
{
	unsigned long long hour, minute;
	int total;

	if (str_equal(s, STR("Z"))) {
		*minutes = 0;
		return true;
	}
	if (s.len != 6 || (s.ptr[0] != '+' && s.ptr[0] != '-') || s.ptr[3] != ':')
		return false;
	if (!str_to_number(str_slice(s, 1, 2), 14, &hour) ||
	    !str_to_number(str_slice(s, 4, 2), 59, &minute))
		return false;
	total = (int)(hour * 60 + minute);
	if (total > 14 * 60)
		return false;
	*minutes = s.ptr[0] == '-' ? -total : total;
	return true;
}

static void set_digits(char *at, int number, int width)
{
	for (; width-- > 0; number /= 10)
		at[width] = (char)('0' + number % 10);
}

void date_put_iso(struct buf *out, struct date d)
{
	char text[10] = { [4] = '-', [7] = '-' };

	if (!date_is_set(d))
		return;
	set_digits(text, d.year, 4);
	set_digits(text + 5, d.month, 2);
	set_digits(text + 8, d.day, 2);
	buf_put(out, text, sizeof text);
}

void date_put_official(struct buf *out, struct date d)
{
	if (date_is_set(d))
		buf_printf(out, "%02d/%02d/%04d", d.day, d.month, d.year);
}
