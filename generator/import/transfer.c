/*
 * transfer.c -- a result into bytes and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers are 32 bits in this machine's order (both ends are this program), a
 * text is its length and its bytes.
 */
#include "transfer.h"

#include "base/path.h"
#include "base/utf8.h"

#define REMARKS_MAX 10000u
#define FILES_MAX 2000u

/* ---- out ---- */

static void put_number(struct buf *out, uint32_t number)
{
	buf_put(out, &number, sizeof number);
}

static void put_text(struct buf *out, struct str text)
{
	put_number(out, (uint32_t)text.len);
	buf_put_str(out, text);
}

void transfer_put(struct buf *out, enum import_status status, const struct import_result *result)
{
	put_number(out, (uint32_t)status);
	put_text(out, result->reason);
	put_text(out, result->hint);
	put_number(out, result->fields);
	put_number(out, result->items);
	put_number(out, (uint32_t)result->remarks.count);
	for (size_t i = 0; i < result->remarks.count; i++) {
		const struct import_remark *remark = &result->remarks.at[i];

		put_number(out, (uint32_t)remark->level);
		put_number(out, (uint32_t)remark->kind);
		put_text(out, remark->number);
		put_text(out, remark->text);
		put_number(out, remark->line);
		put_number(out, remark->page);
	}
	put_number(out, (uint32_t)result->files.count);
	for (size_t i = 0; i < result->files.count; i++) {
		put_text(out, result->files.at[i].path);
		put_text(out, result->files.at[i].text);
	}
}

/* ---- in ---- */

struct taker {
	struct str rest;
	struct arena *arena;
	bool wrong;
};

static uint32_t take_number(struct taker *taker, uint32_t most)
{
	uint32_t number = 0;

	if (taker->rest.len < sizeof number) {
		taker->wrong = true;
		return 0;
	}
	memcpy(&number, taker->rest.ptr, sizeof number);
	taker->rest = str_slice(taker->rest, sizeof number, (size_t)-1);
	if (number > most) {
		taker->wrong = true;
		return 0;
	}
	return number;
}

static bool is_clean(struct str text)
{
	if (utf8_valid_length(text) != text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < ' ' && text.ptr[i] != '\n' && text.ptr[i] != '\t')
			return false;
	return true;
}

static struct str take_text(struct taker *taker)
{
	uint32_t length = take_number(taker, UINT32_MAX);
	struct str text;

	if (taker->wrong || length > taker->rest.len) {
		taker->wrong = true;
		return STR("");
	}
	text = str_slice(taker->rest, 0, length);
	taker->rest = str_slice(taker->rest, length, (size_t)-1);
	if (!is_clean(text)) {
		taker->wrong = true;
		return STR("");
	}
	return arena_str(taker->arena, text);
}

static bool is_year(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return text.len == 4;
}

/* A path that an import makes. */
static bool is_ours(struct str path)
{
	static const char *const folders[] = { "fondos", "unidades", "evaluadores", "entes" };
	struct str folder, year;

	if (!str_ends(path, STR(".md")))
		return false;
	path.len -= 3;
	if (!str_cut(&path, '/', &folder))
		return false;
	if (str_equal(folder, STR("evaluaciones")))
		return str_cut(&path, '/', &year) && is_year(year) && path_is_key(path);
	for (int i = 0; i < 4; i++)
		if (str_equal(folder, str_from(folders[i])))
			return path_is_key(path);
	return false;
}

static void take_remarks(struct taker *taker, struct import_result *result)
{
	for (uint32_t left = take_number(taker, REMARKS_MAX); left && !taker->wrong; left--) {
		struct import_remark remark = { .level = (enum import_level)take_number(taker, IMPORT_NOTE) };

		remark.kind = (enum import_kind)take_number(taker, IMPORT_KINDS - 1);
		remark.number = take_text(taker);
		remark.text = take_text(taker);
		remark.line = take_number(taker, UINT32_MAX);
		remark.page = take_number(taker, UINT32_MAX);
		vec_push(&result->remarks, remark);
	}
}

static void take_files(struct taker *taker, struct import_result *result, enum import_status status)
{
	for (uint32_t left = take_number(taker, FILES_MAX); left && !taker->wrong; left--) {
		struct import_file file = { .path = take_text(taker) };

		file.text = take_text(taker);
		/* of a document without a year nothing is written */
		taker->wrong |= status == IMPORT_DONE && !is_ours(file.path);
		vec_push(&result->files, file);
	}
	taker->wrong |= status == IMPORT_DONE && !taker->wrong && result->files.count == 0;
}

int transfer_take(struct str bytes, enum import_status *status, struct import_result *result)
{
	struct taker taker = { bytes, &result->arena, false };

	*status = (enum import_status)take_number(&taker, IMPORT_UNREADABLE);
	result->reason = take_text(&taker);
	result->hint = take_text(&taker);
	result->fields = take_number(&taker, UINT32_MAX);
	result->items = take_number(&taker, UINT32_MAX);
	take_remarks(&taker, result);
	take_files(&taker, result, *status);
	if (!taker.wrong && taker.rest.len == 0)
		return 0;
	vec_dispose(&result->remarks);
	vec_dispose(&result->files);
	result->reason = result->hint = STR("");
	result->fields = result->items = 0;
	return -1;
}
