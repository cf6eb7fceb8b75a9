/*
 * site.c -- what everyone may ask of the facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/site.h"

#include "base/utf8.h"

struct entry *site_find(const struct site *site, enum entry_kind kind, struct str key)
{
	return map_get(&site->keys[kind], key);
}

const char *entry_kind_word(enum entry_kind kind)
{
	static const char *const words[ENTRY_KINDS] = {
		"evaluación", "fondo", "ejercicio", "unidad", "evaluador", "ente",
		"contrato", "página", "seguimiento", "programa anual", "archivo",
	};

	return words[kind];
}

int entry_year(const struct entry *entry)
{
	int year = 0;

	switch (entry->kind) {
	case ENTRY_EVALUATION:
	case ENTRY_FOLLOW_UP:
	case ENTRY_PROGRAMME:
	case ENTRY_YEAR:
		year_parse(str_slice(entry->key, 0, 4), &year);
		return year;
	default:
		return 0;
	}
}

/* ---- anchors ---- */

void heading_anchor(struct buf *out, struct str words)
{
	struct buf plain;
	bool gap = false;

	buf_init(&plain);
	utf8_put_unaccented(&plain, words);
	for (size_t i = 0; i < plain.len && i < 80; i++) {
		unsigned char c = (unsigned char)plain.ptr[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (gap && out->len)
				buf_put_char(out, '-');
			buf_put_char(out, (char)c);
			gap = false;
		} else {
			gap = true;
		}
	}
	buf_dispose(&plain);
}

/* True when a heading of BODY has the anchor FRAGMENT. */
static bool body_has_anchor(struct prose body, struct str fragment)
{
	struct prose_reader reader = prose_read(body);
	struct prose_token token;
	const uint8_t *start = NULL;
	struct buf words, anchor;
	bool found = false;

	buf_init(&words);
	buf_init(&anchor);
	while (!found && prose_next(&reader, &token)) {
		if (token.kind != PROSE_HEADING)
			continue;
		if (!token.close) {
			start = reader.next;
			continue;
		}
		buf_clear(&words);
		buf_clear(&anchor);
		if (start)
			prose_put_plain(&words, (struct prose){ start, (size_t)(reader.next - 1 - start) });
		heading_anchor(&anchor, buf_str(&words));
		found = str_equal(buf_str(&anchor), fragment);
	}
	buf_dispose(&words);
	buf_dispose(&anchor);
	return found;
}

/* "hallazgo-3" */
static bool evaluation_has_item(const struct evaluation *evaluation, struct str fragment)
{
	for (int id = 0; id < SECTIONS; id++) {
		const char *anchor = section_type((enum section_id)id)->anchor;
		size_t len = anchor ? strlen(anchor) : 0;
		unsigned long long number;

		if (!anchor || fragment.len < len + 2 || fragment.ptr[len] != '-' ||
		    memcmp(fragment.ptr, anchor, len) != 0)
			continue;
		return fragment.ptr[len + 1] != '0' &&
		       str_to_number(str_slice(fragment, len + 1, (size_t)-1), UINT32_MAX, &number) &&
		       number >= 1 && number <= evaluation->sections[id].count;
	}
	return false;
}

/* "s-2-1" */
static bool is_field_anchor(struct str fragment)
{
	char number[16];

	if (fragment.len < 3 || fragment.len >= sizeof number + 2 ||
	    !str_starts(fragment, STR("s-")))
		return false;
	for (size_t i = 2; i < fragment.len; i++)
		number[i - 2] = fragment.ptr[i] == '-' ? '.' : fragment.ptr[i];
	return format_knows_number(str_make(number, fragment.len - 2));
}

bool entry_has_anchor(const struct entry *entry, struct str fragment)
{
	if (entry->kind == ENTRY_EVALUATION)
		return is_field_anchor(fragment) ||
		       evaluation_has_item((const struct evaluation *)entry, fragment);
	return body_has_anchor(entry->body, fragment);
}

/* ---- sums ---- */

static int by_contract(const void *a, const void *b)
{
	const struct evaluation *x = *(const struct evaluation *const *)a;
	const struct evaluation *y = *(const struct evaluation *const *)b;

	return (x->contract->number > y->contract->number) -
	       (x->contract->number < y->contract->number);
}

/* What a contract costs: its own figure, or the highest that EVALUATIONS of it say. */
static int64_t contract_cost(const struct evaluation *const *evaluations, size_t count)
{
	int64_t cost = record_number(evaluations[0]->contract->record, CONTRACT_COST, -1);

	for (size_t i = 0; i < count; i++)
		if (record_number(evaluations[0]->contract->record, CONTRACT_COST, -1) < 0 &&
		    evaluations[i]->cost > cost)
			cost = evaluations[i]->cost;
	return cost;
}

int64_t evaluations_cost(struct evaluation_list list, uint32_t *unknown)
{
	const struct evaluation **shared = memory_alloc((list.count + 1) * sizeof *shared);
	size_t count = 0;
	int64_t sum = 0;

	if (unknown)
		*unknown = 0;
	for (uint32_t i = 0; i < list.count; i++) {
		if (list.at[i]->contract)
			shared[count++] = list.at[i];
		else if (list.at[i]->cost >= 0)
			sum += list.at[i]->cost;
		else if (unknown)
			++*unknown;
	}
	if (count > 1)
		qsort(shared, count, sizeof *shared, by_contract);
	for (size_t i = 0, end; i < count; i = end) {
		int64_t cost;

		for (end = i + 1; end < count && shared[end]->contract == shared[i]->contract;)
			end++;
		cost = contract_cost(shared + i, end - i);
		if (cost >= 0)
			sum += cost;
		else if (unknown)
			*unknown += (uint32_t)(end - i);
	}
	free(shared);
	return sum;
}
