/*
 * test_theme_folder.c -- a theme, opened from folders good and bad.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "theme/theme.h"

struct bench {
	char folder[32];
	struct diag *diag;
	struct theme *theme;
	struct buf out;
};

static int remove_folder(const struct bench *bench)
{
	char command[100];

	snprintf(command, sizeof command, "rm -rf '%s'", bench->folder);
	return system(command);
}

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);

	strcpy(bench->folder, "/tmp/test_theme.XXXXXX");
	if (!mkdtemp(bench->folder))
		return -1;
	bench->diag = diag_new();
	buf_init(&bench->out);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	int status = remove_folder(bench);

	diag_free(bench->diag);
	theme_free(bench->theme);
	buf_dispose(&bench->out);
	free(bench);
	return status;
}

/* Write LEN bytes to NAME below the bench, with its folders. */
static void write_bytes(struct bench *bench, const char *name,
			const char *bytes, size_t len)
{
	char path[300];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", bench->folder, name);
	for (char *at = path + strlen(bench->folder) + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(path, 0777);
		*at = '/';
	}
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void put(struct bench *bench, const char *name, const char *text)
{
	write_bytes(bench, name, text, strlen(text));
}

static const char *path_of(struct bench *bench, const char *name,
			   char path[300])
{
	snprintf(path, 300, "%s/%s", bench->folder, name);
	return path;
}

/* Open the folders sitio/ and tema/ of the bench, in this order. */
static int open_theme(struct bench *bench)
{
	char first[100], second[100];
	struct str folders[2];

	snprintf(first, sizeof first, "%s/sitio", bench->folder);
	snprintf(second, sizeof second, "%s/tema", bench->folder);
	folders[0] = str_from(first);
	folders[1] = str_from(second);
	return theme_open(&bench->theme, folders, 2, STR("es-MX"),
			  bench->diag);
}

static const char *render(struct bench *bench, const char *name)
{
	const struct template *template = theme_template(
		bench->theme, str_from(name), bench->diag);

	assert_non_null(template);
	buf_clear(&bench->out);
	assert_int_equal(template_render(template, NULL, 0, &bench->out,
					 bench->diag), 0);
	return bench->out.ptr;
}

static int no_reader(void *context, struct str path, struct buf *out)
{
	(void)context;
	(void)path;
	(void)out;
	return -1;
}

static void assert_said(struct bench *bench, const char *words)
{
	char *text = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	diag_print(bench->diag, stream, false, no_reader, NULL);
	fclose(stream);
	if (!strstr(text, words))
		fail_msg("«%s» not in:\n%s", words, text);
	free(text);
}

static void a_theme_is_opened(void **state)
{
	struct bench *bench = *state;

	put(bench, "tema/tema.txt", "# dato\nnombre = Sobrio\nautor=Ana & Eva\n");
	put(bench, "tema/plantillas/pagina.mustache",
	    "\xef\xbb\xbf{{tema.nombre}}, {{tema.autor}}: {{t.siguiente}} "
	    "{{#x}}{{/x}}{{>partes/pie}}");
	put(bench, "tema/plantillas/partes/pie.mustache",
	    "{{recurso.estilo_css}} {{>t/total}} {{>t/y}}");
	put(bench, "tema/idioma/es.txt",
	    "siguiente = Página siguiente\r\n\r\ntotal = <b>{{t.siguiente}}</b>"
	    "\ny = a < b\n");
	put(bench, "tema/recursos/estilo.css", "p { margin: 0 }\n");
	assert_int_equal(open_theme(bench), 0);
	assert_string_equal(
		render(bench, "pagina"),
		"Sobrio, Ana &amp; Eva: Página siguiente "
		"tema/estilo.162e405e40.css <b>Página siguiente</b> a &lt; b");
	assert_int_equal(theme_asset_count(bench->theme), 1);
	assert_true(str_equal(theme_asset(bench->theme, 0)->source,
			      STR("estilo.css")));
	assert_true(str_equal(theme_string(bench->theme, STR("y")),
			      STR("a < b")));
	assert_null(theme_string(bench->theme, STR("z")).ptr);
	assert_null(theme_template(bench->theme, STR("paginas"),
				   bench->diag));
	assert_said(bench, "¿quiso decir «pagina»?");
}

static void the_first_folder_wins(void **state)
{
	struct bench *bench = *state;

	put(bench, "tema/tema.txt", "nombre = Base\nautor = Ana\n");
	put(bench, "tema/plantillas/a.mustache", "base a {{>b}} {{tema.nombre}}"
	    " {{tema.autor}} {{t.uno}} {{t.dos}} {{t.tres}}");
	put(bench, "tema/plantillas/b.mustache", "base b");
	put(bench, "tema/idioma/es.txt", "uno = 1\ndos = 2\ntres = 3\n");
	put(bench, "tema/idioma/es-MX.txt", "dos = dos de MX\n");
	put(bench, "tema/recursos/x.css", "a{}");
	put(bench, "sitio/plantillas/b.mustache", "sitio b");
	put(bench, "sitio/tema.txt", "nombre = Propio\n");
	put(bench, "sitio/idioma/es.txt", "tres = tres del sitio\n");
	put(bench, "sitio/recursos/x.css", "b{}");
	assert_int_equal(open_theme(bench), 0);
	assert_string_equal(render(bench, "a"), "base a sitio b Propio Ana 1 "
			    "dos de MX tres del sitio");
	assert_true(str_equal(theme_asset(bench->theme, 0)->bytes,
			      STR("b{}")));
}

static void what_is_missing_comes_from_another_theme(void **state)
{
	struct bench *bench = *state;

	put(bench, "tema/tema.txt", "sobre = otro\n");
	put(bench, "tema/plantillas/a.mustache", "{{t.uno}} {{t.dos}} {{>t/tres}} {{>b}}");
	put(bench, "tema/plantillas/c.mustache", "suyo");
	put(bench, "tema/idioma/es.txt", "uno = propio\n");
	put(bench, "otro/idioma/es-MX.txt", "uno = ajeno\ndos = 2\ntres = {{t.dos}}!\n");
	put(bench, "otro/plantillas/b.mustache", "de abajo, y {{>c}}");
	put(bench, "otro/plantillas/c.mustache", "ajeno");
	put(bench, "tema/recursos/x.css", "a{}");
	put(bench, "otro/recursos/x.css", "b{}");
	put(bench, "otro/recursos/y.css", "c{}");
	assert_int_equal(open_theme(bench), 0);
	assert_string_equal(render(bench, "a"), "propio 2 2! de abajo, y suyo");
	assert_int_equal(theme_asset_count(bench->theme), 2);
	assert_true(str_equal(theme_asset(bench->theme, 0)->bytes, STR("a{}")));
}

static void a_missing_theme_below_is_told(void **state)
{
	struct bench *bench = *state;

	put(bench, "tema/tema.txt", "sobre = ../otro\n");
	put(bench, "otro/idioma/es-MX.txt", "uno = ajeno\n");
	assert_int_equal(open_theme(bench), -1);
	assert_said(bench, "no hay un tema «../otro»");
}

static void style_sheets_are_rewritten(void **state)
{
	struct bench *bench = *state;
	struct str output, bytes;

	put(bench, "tema/recursos/css/a.css",
	    "@import 'b.css'; /* url(no.svg) */\n"
	    "p { background: URL( \"../img/x.svg?v#f\" ); content: \"url(z)\" }\n"
	    "q { background: url(../img/x.svg) } r { src: url(data:x),"
	    "url(https://a.example/x), url(#g), url() }");
	put(bench, "tema/recursos/css/b.css", "b{}");
	put(bench, "tema/recursos/img/x.svg", "<svg/>");
	assert_int_equal(open_theme(bench), 0);
	output = theme_asset_output(bench->theme, STR("img/x.svg"));
	assert_true(str_equal(output, STR("tema/img/x.d4dc566691.svg")));
	bytes = theme_asset(bench->theme, 0)->bytes;
	assert_string_equal(
		bytes.ptr,
		"@import 'b.ef2a875407.css'; /* url(no.svg) */\n"
		"p { background: URL( \"../img/x.d4dc566691.svg?v#f\" ); content: \"url(z)\" }\n"
		"q { background: url(../img/x.d4dc566691.svg) } r { src: url(data:x),"
		"url(https://a.example/x), url(#g), url() }");
}

static void bad_sheets_are_told(void **state)
{
	struct bench *bench = *state;

	put(bench, "tema/recursos/a.css", "\n @import url(b.css);");
	put(bench, "tema/recursos/b.css", "@import \"a.css\";");
	put(bench, "tema/recursos/c.css", "p{background:url('../x.svg')}");
	put(bench, "tema/recursos/d.css", "p{background:url(x.svg");
	put(bench, "tema/recursos/e-f.css", "/*");
	put(bench, "tema/recursos/e_f.css", "url(");
	assert_int_equal(open_theme(bench), -1);
	assert_said(bench, "recursos/b.css:1:10: error: «a.css» importa a su");
	assert_said(bench, "recursos/c.css:1:19: error: «../x.svg» no está");
	assert_said(bench, "recursos/d.css:1:18: error: «x.svg» no está");
	assert_said(bench, "«recurso.e_f_css»; cambie uno de nombre");
}

static void bad_files_are_told(void **state)
{
	struct bench *bench = *state;
	char path[300];

	put(bench, "tema/tema.txt", "nombre\n = x\na = 1\na = 2\nñ = 3\n");
	put(bench, "tema/idioma/es.txt", "mal = ok {{#x}}\n");
	put(bench, "tema/plantillas/a.mustache", "hola\n\xff");
	put(bench, "tema/plantillas/b.mustache", "{{t.uno}}{{tema.b}}");
	put(bench, "tema/plantillas/t/c.mustache", "reservada");
	put(bench, "tema/plantillas/con espacio.mustache", "x");
	put(bench, "tema/plantillas/.oculta.mustache", "{{");
	put(bench, "tema/plantillas/vieja.mustache~", "{{");
	assert_int_equal(symlink("/etc/passwd",
				 path_of(bench, "tema/recursos", path)), 0);
	assert_int_equal(mkfifo(path_of(bench, "tema/plantillas/f.mustache",
					path), 0666), 0);
	assert_int_equal(open_theme(bench), -1);
	assert_said(bench, "tema/tema.txt:1:1: error: el renglón no es");
	assert_said(bench, "tema/tema.txt:2:1: error: el renglón no es");
	assert_said(bench, "tema/tema.txt:4:1: error: esta clave ya está");
	assert_said(bench, "tema/tema.txt:5:1: error: el renglón no es");
	assert_said(bench, "idioma/es.txt:1:10: error: «x» se abre aquí");
	assert_said(bench, "a.mustache:2:1: error: aquí hay bytes que no");
	assert_said(bench, "b.mustache:1:1: error: el tema no tiene «t.uno»");
	assert_said(bench, "b.mustache:1:10: error: el tema no tiene «tema.b»");
	assert_said(bench, "«t/...» son los textos");
	assert_said(bench, "hay un archivo «con espacio.mustache»");
	assert_said(bench, "tema/recursos: error: es un enlace simbólico");
	assert_said(bench, "f.mustache: error: no es un archivo ni una");
}

static void size_and_depth_are_bounded(void **state)
{
	struct bench *bench = *state;
	struct buf big;
	char name[200] = "tema/plantillas/";

	buf_init(&big);
	for (size_t i = 0; i <= THEME_TEMPLATE_BYTES; i++)
		buf_put_char(&big, '\n');
	write_bytes(bench, "tema/plantillas/big.mustache", big.ptr, big.len);
	for (int i = 0; i < THEME_FOLDERS + 3; i++)
		strcat(name, "d/");
	strcat(name, "x.mustache");
	put(bench, name, "x");
	assert_int_equal(open_theme(bench), -1);
	assert_said(bench, "big.mustache: error: es demasiado grande");
	assert_said(bench, "carpetas una dentro de otra");
	buf_dispose(&big);
}

static void no_theme_is_told(void **state)
{
	struct bench *bench = *state;

	put(bench, "sitio", "no es una carpeta");
	assert_int_equal(open_theme(bench), -1);
	assert_said(bench, "[tema-desconocido]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_theme_is_opened),
		TEST(the_first_folder_wins),
		TEST(what_is_missing_comes_from_another_theme),
		TEST(a_missing_theme_below_is_told),
		TEST(style_sheets_are_rewritten),
		TEST(bad_sheets_are_told),
		TEST(bad_files_are_told),
		TEST(size_and_depth_are_bounded),
		TEST(no_theme_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
