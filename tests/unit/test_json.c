/*
 * test_json.c -- JSON with the commas in their places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/json.h"
#include "unit.h"

static void test_document(void **state)
{
	struct json json;
	struct buf out;

	(void)state;
	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "páginas");
	json_number(&json, -12);
	json_key(&json, "lista");
	json_open(&json, '[');
	json_text(&json, STR("a \"b\"\n</script>"));
	json_null(&json);
	json_open(&json, '{');
	json_close(&json, '}');
	json_open(&json, '[');
	json_close(&json, ']');
	json_bool(&json, true);
	json_close(&json, ']');
	json_key(&json, "no");
	json_bool(&json, false);
	json_key(&json, "max");
	json_number(&json, INT64_MAX);
	json_key(&json, "min");
	json_number(&json, INT64_MIN);
	json_close(&json, '}');
	assert_text(buf_str(&out),
		    "{\n"
		    "  \"páginas\": -12,\n"
		    "  \"lista\": [\n"
		    "    \"a \\\"b\\\"\\n\\u003c/script\\u003e\",\n"
		    "    null,\n"
		    "    {},\n"
		    "    [],\n"
		    "    true\n"
		    "  ],\n"
		    "  \"no\": false,\n"
		    "  \"max\": 9223372036854775807,\n"
		    "  \"min\": -9223372036854775808\n"
		    "}");
	buf_dispose(&out);
}

static void test_scalar(void **state)
{
	struct json json;
	struct buf out;

	(void)state;
	buf_init(&out);
	json_init(&json, &out);
	json_text(&json, str_make(NULL, 0));
	assert_text(buf_str(&out), "\"\"");
	buf_dispose(&out);
}

static void test_deep(void **state)
{
	struct json json;
	struct buf out;

	(void)state;
	buf_init(&out);
	json_init(&json, &out);
	for (int i = 0; i < JSON_DEPTH; i++) {
		json_open(&json, i % 2 ? '[' : '{');
		if (i % 2 == 0)
			json_key(&json, "k");
	}
	json_null(&json);
	for (int i = JSON_DEPTH; i-- > 0; )
		json_close(&json, i % 2 ? ']' : '}');
	assert_int_equal(json.depth, 0);
	assert_int_equal(out.ptr[out.len - 1], '}');
	buf_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_document),
		cmocka_unit_test(test_scalar),
		cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
