/*
 * test_prose.c -- tokens packed and unpacked, and read as plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "syntax/prose.h"
#include "tokens.h"
#include "unit.h"

static void assert_same(const struct prose_token *a, const struct prose_token *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->flag, b->flag);
	assert_int_equal(a->number, b->number);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->target, b->target);
	assert_true(str_equal(a->text, b->text));
	assert_true(str_equal(a->title, b->title));
}

static void round_trip(const struct prose_token *token)
{
	struct prose_reader reader;
	struct prose_token read;
	struct buf out;

	buf_init(&out);
	prose_put(&out, token);
	reader = prose_read(tokens_of(&out));
	assert_true(prose_next(&reader, &read));
	assert_same(token, &read);
	assert_false(prose_next(&reader, &read));
	buf_dispose(&out);
}

static void test_round_trip(void **state)
{
	static const int32_t numbers[] = {
		0, 1, -1, 63, 64, -64, -65, 999999999, INT32_MAX, INT32_MIN
	};

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		round_trip(&(struct prose_token){ .kind = PROSE_ITEM,
						  .number = numbers[i] });
	for (int kind = 0; kind < PROSE_KINDS; kind++)
		round_trip(&(struct prose_token){ .kind = (enum prose_kind)kind,
						  .flag = kind & 1 });
	round_trip(&(struct prose_token){
		.kind = PROSE_LINK, .line = UINT32_MAX, .column = UINT32_MAX,
		.target = UINT32_MAX, .text = STR_LITERAL("a\0b"),
		.title = STR_LITERAL("\xc3\xa9"),
	});
}

static void test_long_text(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text);
	for (size_t size = 126; size < 70000; size = size * 3 + 1) {
		while (text.len < size)
			buf_put_char(&text, 'x');
		round_trip(&(struct prose_token){ .kind = PROSE_TEXT,
						  .text = buf_str(&text) });
	}
	buf_dispose(&text);
}

static void test_small(void **state)
{
	struct prose_token text = { .kind = PROSE_TEXT, .line = 100, .column = 5,
				    .text = STR_LITERAL("hola") };
	struct buf out;

	(void)state;
	buf_init(&out);
	prose_put(&out, &text);
	assert_int_equal(out.len, 2 + 2 + 1 + 4);
	buf_clear(&out);
	prose_put_close(&out, PROSE_ITEM);
	assert_int_equal(out.len, 1);
	buf_clear(&out);
	prose_put(&out, &(struct prose_token){ .kind = PROSE_ITEM, .close = true });
	assert_int_equal(out.len, 1);
	buf_dispose(&out);
}

/* Bytes that stop short end the reading; none behind them are looked at. */
static void test_cut_short(void **state)
{
	struct prose_token link = { .kind = PROSE_LINK, .line = 300, .column = 200,
				    .number = -5, .target = 9,
				    .text = STR_LITERAL("https://example.org/"),
				    .title = STR_LITERAL("t") };
	struct buf out;

	(void)state;
	buf_init(&out);
	prose_put(&out, &link);
	for (size_t len = 0; len < out.len; len++) {
		uint8_t *cut = malloc(len + 1);
		struct prose_reader reader = prose_read((struct prose){ cut, len });
		struct prose_token token;
		int count = 0;

		memcpy(cut, out.ptr, len);
		while (prose_next(&reader, &token))
			count++;
		assert_true(count <= 1);
		free(cut);
	}
	buf_dispose(&out);
}

static void put_text(struct buf *out, const char *text)
{
	prose_put(out, &(struct prose_token){ .kind = PROSE_TEXT,
					      .text = str_from(text) });
}

static void test_plain(void **state)
{
	struct buf packed, plain;

	(void)state;
	buf_init(&packed);
	buf_init(&plain);
	prose_put(&packed, &(struct prose_token){ .kind = PROSE_PARAGRAPH });
	put_text(&packed, "  uno\ndos ");
	prose_put(&packed, &(struct prose_token){ .kind = PROSE_STRONG });
	put_text(&packed, "tres");
	prose_put_close(&packed, PROSE_STRONG);
	put_text(&packed, ".");
	prose_put(&packed, &(struct prose_token){ .kind = PROSE_BREAK });
	prose_put(&packed, &(struct prose_token){ .kind = PROSE_LINK,
						  .text = STR_LITERAL("x") });
	put_text(&packed, "cuatro");
	prose_put_close(&packed, PROSE_LINK);
	prose_put_close(&packed, PROSE_PARAGRAPH);
	prose_put(&packed, &(struct prose_token){ .kind = PROSE_CODE_BLOCK,
						  .text = STR_LITERAL("a  b\n") });
	prose_put(&packed, &(struct prose_token){ .kind = PROSE_RULE });
	buf_put_text(&plain, "=");
	prose_put_plain(&plain, tokens_of(&packed));
	assert_text(buf_str(&plain), "=uno dos tres. cuatro a b");
	buf_clear(&plain);
	prose_put_plain(&plain, (struct prose){ NULL, 0 });
	assert_text(buf_str(&plain), "");
	buf_dispose(&packed);
	buf_dispose(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
