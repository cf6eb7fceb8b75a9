/*
 * web_server.c -- the configuration of a web server for a published site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In the texts @NAME@ is the server's name, @ROOT@ the folder, @POLICY@ what a page
 * may load. Pages are asked for anew each time, which costs an answer without
 * a body when nothing changed; what has its hash in its name never changes.
 */
#include "web_server.h"

#include <stdio.h>

#include "plain_word.h"

/* All that the pages of a site need, and nothing from elsewhere; the search, and nothing else, asks for parts of its
   own files. */
#define POLICY "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " \
	       "manifest-src 'self'; form-action 'self'; base-uri 'none'"

static const char nginx[] =
	"# Un sitio de diáfano en nginx. Guárdelo en /etc/nginx/sites-enabled/ (como «default» toma el lugar\n"
	"# de la página de Debian), revise server_name y root, y pruebe: nginx -t && nginx -s reload\n"
	"# Para https agregue lo que diga su certificado (listen 443 ssl; ssl_certificate ...).\n"
	"\n"
	"map $uri $diafano_cache {\n"
	"	default \"no-cache\";\n"
	"	\"~^/(tema|datos/buscar)/.+[.][0-9a-f]{8,64}[.][a-z0-9]+$\" \"public, max-age=31536000, immutable\";\n"
	"}\n"
	"# La búsqueda pide partes de los archivos de su índice (Range); ninguna otra página pide nada.\n"
	"map $uri $diafano_conexion {\n"
	"	default \"\";\n"
	"	\"~/buscar[.]html$\" \"connect-src 'self'; \";\n"
	"}\n"
	"# Lo que otro sitio puede incrustar en sus páginas, o leer con un programa.\n"
	"map $uri $diafano_marcos {\n"
	"	default \"'self'\";\n"
	"	\"~^/incrustar/\" \"*\";\n"
	"}\n"
	"map $uri $diafano_origen {\n"
	"	default \"\";\n"
	"	\"~^/(incrustar|datos)/\" \"*\";\n"
	"	\"~/datos[.]json$\" \"*\";\n"
	"}\n"
	"\n"
	"server {\n"
	"	listen 80;\n"
	"	server_name @NAME@;\n"
	"	root @ROOT@;\n"
	"	index index.html;\n"
	"	charset utf-8;\n"
	"	charset_types text/html text/css text/plain text/csv text/javascript application/javascript application/json;\n"
	"	error_page 404 /404.html;\n"
	"	server_tokens off;\n"
	"\n"
	"	include /etc/nginx/mime.types;\n"
	"	types {\n"
	"		application/link-format link;\n"
	"		text/csv csv;\n"
	"		application/ld+json jsonld;\n"
	"		application/vnd.sqlite3 sqlite;\n"
	"	}\n"
	"	default_type application/octet-stream;\n"
	"\n"
	"	gzip on;\n"
	"	gzip_vary on;\n"
	"	gzip_min_length 512;\n"
	"	gzip_types text/css text/plain text/csv text/javascript application/javascript application/json application/ld+json application/xml image/svg+xml;\n"
	"\n"
	"	add_header Content-Security-Policy \"@POLICY@; ${diafano_conexion}frame-ancestors $diafano_marcos\" always;\n"
	"	add_header X-Content-Type-Options nosniff always;\n"
	"	add_header Referrer-Policy strict-origin-when-cross-origin always;\n"
	"	add_header Cache-Control $diafano_cache;\n"
	"	add_header Access-Control-Allow-Origin $diafano_origen;\n"
	"\n"
	"	location / {\n"
	"		limit_except GET { deny all; }\n"
	"		try_files $uri $uri/ =404;\n"
	"	}\n"
	"	location ~ /[.](?!well-known/) { return 404; }\n"
	"}\n";

static const char apache[] =
	"# Un sitio de diáfano en Apache 2.4. Guárdelo en /etc/apache2/sites-available/, revise ServerName\n"
	"# y las dos rutas, y pruebe: a2enmod headers deflate && a2ensite NOMBRE && apachectl configtest\n"
	"# Para https agregue lo que diga su certificado (SSLEngine on; SSLCertificateFile ...).\n"
	"\n"
	"<VirtualHost *:80>\n"
	"	ServerName @NAME@\n"
	"	DocumentRoot \"@ROOT@\"\n"
	"	DirectoryIndex index.html\n"
	"	AddDefaultCharset utf-8\n"
	"	AddCharset utf-8 .html .css .js .json .csv .txt\n"
	"	AddType application/link-format .link\n"
	"	AddType text/csv .csv\n"
	"	AddType application/ld+json .jsonld\n"
	"	AddType application/vnd.sqlite3 .sqlite\n"
	"	ErrorDocument 404 /404.html\n"
	"\n"
	"	<Directory \"@ROOT@\">\n"
	"		Options -Indexes -ExecCGI -Includes\n"
	"		AllowOverride None\n"
	"		<Limit GET HEAD>\n"
	"			Require all granted\n"
	"		</Limit>\n"
	"		<LimitExcept GET HEAD>\n"
	"			Require all denied\n"
	"		</LimitExcept>\n"
	"	</Directory>\n"
	"	<LocationMatch \"/[.](?!well-known/)\">\n"
	"		Redirect 404 /\n"
	"	</LocationMatch>\n"
	"\n"
	"	<IfModule mod_headers.c>\n"
	"		Header always set Content-Security-Policy \"@POLICY@; frame-ancestors 'self'\"\n"
	"		Header always set X-Content-Type-Options nosniff\n"
	"		Header always set Referrer-Policy strict-origin-when-cross-origin\n"
	"		Header set Cache-Control no-cache\n"
	"		<LocationMatch \"^/(tema|datos/buscar)/.+[.][0-9a-f]{8,64}[.][a-z0-9]+$\">\n"
	"			Header set Cache-Control \"public, max-age=31536000, immutable\"\n"
	"		</LocationMatch>\n"
	"		# La búsqueda pide partes de los archivos de su índice (Range); ninguna otra página pide nada.\n"
	"		<LocationMatch \"/buscar[.]html$\">\n"
	"			Header always set Content-Security-Policy \"@POLICY@; connect-src 'self'; frame-ancestors 'self'\"\n"
	"		</LocationMatch>\n"
	"		# Lo que otro sitio puede incrustar en sus páginas, o leer con un programa.\n"
	"		<LocationMatch \"^/incrustar/\">\n"
	"			Header always set Content-Security-Policy \"@POLICY@; frame-ancestors *\"\n"
	"		</LocationMatch>\n"
	"		<LocationMatch \"^/(incrustar|datos)/|/datos[.]json$\">\n"
	"			Header set Access-Control-Allow-Origin \"*\"\n"
	"		</LocationMatch>\n"
	"	</IfModule>\n"
	"	<IfModule mod_deflate.c>\n"
	"		AddOutputFilterByType DEFLATE text/html text/css text/plain text/csv text/javascript application/javascript application/json application/ld+json application/xml image/svg+xml\n"
	"	</IfModule>\n"
	"</VirtualHost>\n";

static const struct {
	const char *name, *text;
} servers[] = { { "nginx", nginx }, { "apache", apache } };

enum { SERVERS = sizeof servers / sizeof servers[0] };

bool web_server_is_known(const char *name)
{
	for (int i = 0; i < SERVERS; i++)
		if (strcmp(servers[i].name, name) == 0)
			return true;
	return false;
}

/* "https://evaluaciones.ejemplo.gob.mx/x" is of "evaluaciones.ejemplo.gob.mx". */
static struct str host_of(const struct record *site, const char *server)
{
	struct str url = record_text(site, SITE_URL), host;
	size_t start = str_find(url, STR("://"));

	host = start == (size_t)-1 ? STR("") : str_slice(url, start + 3, (size_t)-1);
	host = str_slice(host, 0, str_find_char(host, '/'));
	host = str_slice(host, 0, str_find_char(host, ':'));
	if (is_plain_word(host, ".-"))
		return host;
	/* nginx takes this for whatever name is asked for; Apache wants one */
	return strcmp(server, "nginx") == 0 ? STR("_") : STR("evaluaciones.ejemplo.gob.mx");
}

static struct str root_of(const struct record *site)
{
	struct str folder = record_text(record_nested(site, SITE_PUBLICATION), PUBLICATION_FOLDER);

	return folder.len && folder.ptr[0] == '/' && is_plain_word(folder, "/._-") ? folder : STR("/var/www/evaluaciones");
}

void web_server_print(const char *name, const struct record *site)
{
	struct str rest = { 0 }, piece;
	bool is_mark = false;

	for (int i = 0; i < SERVERS; i++)
		if (strcmp(servers[i].name, name) == 0)
			rest = str_from(servers[i].text);
	for (; str_cut(&rest, '@', &piece); is_mark = !is_mark) {
		if (is_mark && str_equal(piece, STR("NAME")))
			piece = host_of(site, name);
		else if (is_mark && str_equal(piece, STR("ROOT")))
			piece = root_of(site);
		else if (is_mark)
			piece = STR(POLICY);
		fwrite(piece.ptr, 1, piece.len, stdout);
	}
}
