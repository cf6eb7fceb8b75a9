/*
 * test_escape.c -- text made safe for where it goes, and which links are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>

#include "base/escape.h"
#include "base/utf8.h"
#include "unit.h"

typedef void put_function(struct buf *out, struct str s);

static void check(put_function *put, struct str text, const char *want)
{
	struct buf out;

	buf_init(&out);
	put(&out, text);
	assert_text(buf_str(&out), want);
	buf_dispose(&out);
}

static void test_text(void **state)
{
	(void)state;
	check(escape_text, STR(""), "");
	check(escape_text, str_make(NULL, 0), "");
	check(escape_text, STR("año\t\n"), "año\t\n");
	check(escape_text, STR("<a b=\"c\" d='e'>&amp;"),
	      "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
	check(escape_text, STR("a\0b\x1f\r\x0b"),
	      "a\xef\xbf\xbd" "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	check(escape_text, STR("\x7f\xff"), "\x7f\xff");
}

static void test_url(void **state)
{
	(void)state;
	check(escape_url, STR("https://a.mx/b?c=d&e=f#g"),
	      "https://a.mx/b?c=d&amp;e=f#g");
	check(escape_url, STR("a b\"c'<>\\^`{|}"),
	      "a%20b%22c&#39;%3C%3E%5C%5E%60%7B%7C%7D");
	check(escape_url, STR("año.pdf"), "a%C3%B1o.pdf");
	check(escape_url, STR("%41%4g%"), "%41%254g%25");
	check(escape_url, STR("%4"), "%254");
	check(escape_url, STR("http://[::1]/a[1]#b#c"),
	      "http://[::1]/a%5B1%5D#b%23c");
	check(escape_url, STR("a?u=http://[x]"), "a?u=http://%5Bx%5D");
	check(escape_url, STR("/x://[y]"), "/x://%5By%5D");
	check(escape_url, STR("a\0\n\xff"), "a%00%0A%FF");
	check(escape_url_part, STR("a b/c?d&e=f~g-h._'ñ%"),
	      "a%20b%2Fc%3Fd%26e%3Df~g-h._%27%C3%B1%25");
	check(escape_url_path, STR("../a b/#1?.%41&é"), "../a%20b/%231%3F.%2541%26%C3%A9");
	check(escape_url_path, STR(""), "");
}

static void test_json(void **state)
{
	(void)state;
	check(escape_json, STR(""), "");
	check(escape_json, str_make(NULL, 0), "");
	check(escape_json, STR("año \"x\" \\ /"), "año \\\"x\\\" \\\\ /");
	check(escape_json, STR("\b\t\n\f\r\x01\x1f\x7f"),
	      "\\b\\t\\n\\f\\r\\u0001\\u001f\\u007f");
	check(escape_json, STR("</script>&"), "\\u003c/script\\u003e\\u0026");
	check(escape_json, STR("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xa6"),
	      "\\u2028\\u2029…");
	check(escape_json, STR("a\0b"), "a\\u0000b");
	check(escape_json, STR("a\xff\xe2\x80"),
	      "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

/* Whatever the bytes: no special character is left, and JSON is UTF-8. */
static void test_any_bytes(void **state)
{
	struct buf out;
	uint32_t seed = 7;

	(void)state;
	buf_init(&out);
	for (int round = 0; round < 20000; round++) {
		char text[24];
		struct str s = { text, (size_t)round % sizeof text };

		for (size_t i = 0; i < s.len; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = (char)(seed >> 16);
		}
		buf_clear(&out);
		escape_json(&out, s);
		assert_int_equal(utf8_valid_length(buf_str(&out)), out.len);
		assert_null(strpbrk(out.ptr, "<>&\n\r\x7f"));
		buf_clear(&out);
		escape_text(&out, s);
		assert_null(strpbrk(out.ptr, "<>\"'"));
		assert_int_equal(strlen(out.ptr), out.len);
		buf_clear(&out);
		escape_url(&out, s);
		assert_null(strpbrk(out.ptr, "<>\"' \\"));
		assert_int_equal(utf8_valid_length(buf_str(&out)), out.len);
	}
	buf_dispose(&out);
}

static void test_safe(void **state)
{
	static const struct str good[] = {
		STR_LITERAL(""), STR_LITERAL("a.html"), STR_LITERAL("../a/b.html#c"),
		STR_LITERAL("#hallazgo-3"), STR_LITERAL("?q=a:b"),
		STR_LITERAL("/raiz"), STR_LITERAL("a/b:c"), STR_LITERAL("#a:b"),
		STR_LITERAL("http://a.mx"), STR_LITERAL("HTTPS://a.mx/ñ?x#y"),
		STR_LITERAL("mailto:a@b.mx"), STR_LITERAL("TEL:+522220000000"),
		STR_LITERAL("javascript%3Aalert(1)"),
		STR_LITERAL("https://[::1]:8080/"), STR_LITERAL("http://a:b@c.mx/"),
		STR_LITERAL("jav&#97;script&colon;x"),
	};
	static const struct str bad[] = {
		STR_LITERAL("javascript:alert(1)"), STR_LITERAL("JaVaScRiPt:x"),
		STR_LITERAL(" javascript:x"), STR_LITERAL("\x01javascript:x"),
		STR_LITERAL("java\tscript:x"), STR_LITERAL("java\nscript:x"),
		STR_LITERAL("java\0script:x"), STR_LITERAL("javascript\r:x"),
		STR_LITERAL("data:text/html,x"), STR_LITERAL("vbscript:x"),
		STR_LITERAL("file:///etc/passwd"), STR_LITERAL("blob:x"),
		STR_LITERAL("//host/x"), STR_LITERAL("\\\\host\\x"),
		STR_LITERAL("/\\host"), STR_LITERAL("http:\\\\host"),
		STR_LITERAL("http:host"), STR_LITERAL("http:/host"),
		STR_LITERAL("http:///host"), STR_LITERAL("https://"),
		STR_LITERAL("https://#x"), STR_LITERAL("https://a@"),
		STR_LITERAL("a b"), STR_LITERAL("a "), STR_LITERAL("\xc2\xa0" "a"),
		STR_LITERAL("\xe2\x80\xaejavascript"), STR_LITERAL("\xef\xbb\xbf" "a"),
		STR_LITERAL("\xe2\x80\x8b" "a"), STR_LITERAL("a\xff"),
		STR_LITERAL("\x7f"), STR_LITERAL(":"), STR_LITERAL("x:"),
		STR_LITERAL("view-source:http://a"), STR_LITERAL("mailto\t:a"),
		STR_LITERAL("ja\xc5\xbf" "vascript:x"), STR_LITERAL("\xe3\x80\x80" "a"),
		{ NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!url_is_safe(good[i]))
			fail_msg("refused: <%.*s>", STR_ARG(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (url_is_safe(bad[i]))
			fail_msg("let through: <%.*s>", STR_ARG(bad[i]));
}

static void test_web(void **state)
{
	(void)state;
	assert_true(url_is_web(STR("http://a")));
	assert_true(url_is_web(STR("https://ejemplo.gob.mx/x?y#z")));
	assert_true(url_is_web(STR("https://\xc3\xb1.mx")));
	assert_true(url_is_web(STR("https://a@b@c.mx")));
	assert_false(url_is_web(STR("")));
	assert_false(url_is_web(str_make(NULL, 0)));
	assert_false(url_is_web(STR("a.html")));
	assert_false(url_is_web(STR("http:")));
	assert_false(url_is_web(STR("http://")));
	assert_false(url_is_web(STR("http://?a")));
	assert_false(url_is_web(STR("http://:80")));
	assert_false(url_is_web(STR("https://a b")));
	assert_false(url_is_web(STR("mailto:a@b")));
	assert_false(url_is_web(STR("xhttp://a")));
	assert_false(url_is_web(STR("https:///a@b")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_url),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_safe),
		cmocka_unit_test(test_web),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
