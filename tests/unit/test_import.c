/*
 * test_import.c -- what import/import.h promises of any bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole documents are held against their content files in tests/import/.
 */
#include "unit.h"

#include "import/import.h"

static enum import_status import_text(struct import_result *result, const char *text)
{
	static const struct site empty;
	struct import_options options = { .site = &empty, .name = STR("prueba.txt") };

	return import_document(result, &options, str_from(text));
}

/* How many remarks of LEVEL there are of NUMBER. */
static unsigned count(const struct import_result *result, enum import_level level, const char *number)
{
	unsigned found = 0;

	for (size_t i = 0; i < result->remarks.count; i++)
		found += result->remarks.at[i].level == level &&
			 str_equal(result->remarks.at[i].number, str_from(number));
	return found;
}

static bool holds(const struct import_result *result, const char *words)
{
	for (size_t i = 0; i < result->files.count; i++)
		if (str_find(result->files.at[i].text, str_from(words)) != (size_t)-1)
			return true;
	for (size_t i = 0; i < result->remarks.count; i++)
		if (str_find(result->remarks.at[i].text, str_from(words)) != (size_t)-1)
			return true;
	return false;
}

static void test_formats(void **state)
{
	static const struct {
		const char *bytes, *format;
		enum import_status status;
	} cases[] = {
		{ "", "texto", IMPORT_NO_FORM },
		{ "nada", "texto", IMPORT_NO_FORM },
		{ "%PDF-1.4", "PDF", IMPORT_UNREADABLE },
		{ "PK\x03\x04....word/document.xml", "Word (.docx)", IMPORT_UNREADABLE },
		{ "\xd0\xcf\x11\xe0", "Word antiguo (.doc)", IMPORT_NO_READER },
		{ "{\\rtf1", "RTF", IMPORT_NO_READER },
		{ " <!DOCTYPE html><p>x", "HTML", IMPORT_NO_FORM },
		{ "<HTML><p>1.1 Nombre de la evaluaci&oacute;n: x</p>", "HTML", IMPORT_NO_YEAR },
		{ "\xff\xfe<\0", "texto", IMPORT_NO_FORM },	/* UTF-16, cut */
		{ "1.1 Nombre de la evaluación: x", "texto", IMPORT_NO_YEAR },
		{ "1.1 Nombre de la evaluación: x, ejercicio fiscal 2020", "texto", IMPORT_DONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct import_result result;

		assert_int_equal(import_text(&result, cases[i].bytes), cases[i].status);
		assert_string_equal(result.format, cases[i].format);
		import_dispose(&result);
	}
}

static void test_places(void **state)
{
	struct import_result result;

	(void)state;
	assert_int_equal(import_text(&result, "Título, ejercicio fiscal 2020\n\n1.1 Nombre de la evaluación: x\n"
		"1.2 Fecha de inicio de la evaluación:\nayer\n1.3 Fecha de término de la evaluación:\n"), IMPORT_DONE);
	assert_int_equal(count(&result, IMPORT_READ, "1.1"), 1);
	assert_int_equal(count(&result, IMPORT_DOUBTFUL, "1.2"), 1);
	assert_int_equal(count(&result, IMPORT_MISSING, "1.3"), 1);
	assert_int_equal(count(&result, IMPORT_MISSING, "6.3"), 1);
	for (size_t i = 0; i < result.remarks.count; i++) {
		if (str_equal(result.remarks.at[i].number, STR("1.2")))
			assert_int_equal(result.remarks.at[i].line, 5);
		if (str_equal(result.remarks.at[i].number, STR("1.3")))
			assert_int_equal(result.remarks.at[i].line, 6);
	}
	assert_true(holds(&result, "inicio: no-consta"));
	assert_true(holds(&result, "termino: \"\""));
	import_dispose(&result);
}

static void test_personal_address(void **state)
{
	struct import_result result;

	(void)state;
	assert_int_equal(import_text(&result, "1.1 Nombre de la evaluación: x, ejercicio fiscal 2020\n"
		"1.4 Nombre de la persona responsable: Nombre: Persona Una secreta@gmail.com 222 Unidad administrativa: Tesorería otra@gmail.com\n"
		"4.5 Correo electrónico del coordinador de la evaluación: abierta@gmail.com\n"
		"5.6.1 Nombre de la unidad administrativa a cargo: a) Tesorería tercera@live.com.mx\n"
		"5.6.2 Nombre de los enlaces: a) Persona Dos sec reta@Hotmail.com 222\n"
		"Persona Tres secreta@mail.ejemplo.gob.mx\n"), IMPORT_DONE);
	assert_false(holds(&result, "secreta@gmail"));
	assert_false(holds(&result, "reta@Hotmail"));
	assert_false(holds(&result, "otra@gmail"));
	assert_false(holds(&result, "tercera@live"));
	assert_true(holds(&result, "telefono: \"222\""));
	assert_true(holds(&result, "abierta@gmail.com"));
	assert_true(holds(&result, "secreta@mail.ejemplo.gob.mx"));
	assert_int_equal(count(&result, IMPORT_DOUBTFUL, "1.4"), 1);
	assert_int_equal(count(&result, IMPORT_DOUBTFUL, "5.6.2"), 2);
	import_dispose(&result);
}

static void test_century(void **state)
{
	struct import_result result;

	(void)state;
	assert_int_equal(import_text(&result, "1.1 Nombre de la evaluación: x, ejercicio fiscal 2020\n"
		"1.2 Fecha de inicio de la evaluación: 01/02/21\n1.3 Fecha de término de la evaluación: 01/02/61\n"), IMPORT_DONE);
	assert_true(holds(&result, "inicio: 2021-02-01"));
	assert_true(holds(&result, "termino: no-consta"));
	import_dispose(&result);
}

static void test_hostile_words(void **state)
{
	struct import_result result;

	(void)state;
	assert_int_equal(import_text(&result, "1.1 Nombre de la evaluación: \"}\\\n# x, ejercicio fiscal 2020\n"
		"5.2 Siglas: ../../etc/x\n2.1 Hallazgos:\n1. <b>**x\n2. --- \n3. # no\n"), IMPORT_DONE);
	for (size_t i = 0; i < result.files.count; i++)
		assert_int_equal(str_find(result.files.at[i].path, STR("..")), (size_t)-1);
	assert_true(holds(&result, "nombre: \"\\\"}\\\\ x, ejercicio fiscal 2020\""));
	import_dispose(&result);
}

/* A PDF that draws forms which draw forms, ten of each, ten levels deep: a little
   file, and ten thousand million things to draw. */
static void test_endless(void **state)
{
	static const struct site empty;
	struct import_options options = { .site = &empty, .name = STR("x.pdf"), .seconds = 1 };
	struct import_result result;
	struct buf pdf;

	(void)state;
	buf_init(&pdf);
	buf_put_text(&pdf, "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
		"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>\nendobj\n"
		"4 0 obj\n<</Length 4>>\nstream\n/F Do\nendstream\nendobj\n");
	for (int i = 5; i < 15; i++)
		buf_printf(&pdf, "%d 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length 60>>\nstream\n"
			   "/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do \nendstream\nendobj\n", i, i + 1);
	buf_put_text(&pdf, "15 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 14>>\nstream\n0 0 5 5 re f   \nendstream\nendobj\n"
		"trailer\n<</Root 1 0 R/Size 16>>\n%%EOF\n");
	assert_int_equal(import_document(&result, &options, buf_str(&pdf)), IMPORT_UNREADABLE);
	assert_true(str_find(result.reason, STR("tardó")) != (size_t)-1);
	import_dispose(&result);
	buf_dispose(&pdf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_personal_address),
		cmocka_unit_test(test_century),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
