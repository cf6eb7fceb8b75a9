/*
 * server.c -- answers browsers, by libmicrohttpd.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) generation counts the sites from 1; whoever knows another one has news.
 * (2) A connection in `waiters` is suspended, and one that is not is not: both
 *     change under `lock` alone.
 */
#include "server.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/library.h"
#include "base/map.h"
#include "base/vec.h"
#include "name.h"
#include "script.h"

#define THREADS 2
#define CONNECTIONS 4096
#define IDLE_SECONDS 60
#define PORTS_TRIED 20
#define BACKLOG 1024

#define FUNCTIONS(F) \
	F(MHD_start_daemon) F(MHD_stop_daemon) F(MHD_get_daemon_info) \
	F(MHD_lookup_connection_value) F(MHD_suspend_connection) F(MHD_resume_connection) \
	F(MHD_create_response_from_buffer) F(MHD_create_response_from_fd64) F(MHD_add_response_header) \
	F(MHD_queue_response) F(MHD_destroy_response)

LIBRARY(microhttpd, FUNCTIONS, "libmicrohttpd.so.12", "libmicrohttpd.so");

struct server {
	struct microhttpd_library http;
	const struct serve_options *options;
	const struct serve_site *site;
	struct MHD_Daemon *daemon;
	char address[300];
	pthread_mutex_t lock;
	unsigned long long generation;	/* see (1) */
	unsigned long long beat;
	bool closing;
	VEC(struct MHD_Connection *) waiters;	/* see (2) */
};

/* What is remembered of a request between the calls for it. */
struct request {
	bool waited;
	unsigned long long beat;	/* when it began to wait */
};

/* ---- answers ---- */

static void put_header(struct server *server, struct MHD_Response *response, const char *name, const char *value)
{
	server->http.MHD_add_response_header(response, name, value);
}

static enum MHD_Result send_response(struct server *server, struct MHD_Connection *connection, unsigned status,
				     struct MHD_Response *response)
{
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	put_header(server, response, "X-Content-Type-Options", "nosniff");
	put_header(server, response, "Cross-Origin-Resource-Policy", "same-origin");
	put_header(server, response, "Referrer-Policy", "same-origin");
	result = server->http.MHD_queue_response(connection, status, response);
	server->http.MHD_destroy_response(response);
	return result;
}

/* BYTES are copied. CACHE: "no-cache" lets a browser ask whether it changed. */
static enum MHD_Result send_bytes(struct server *server, struct MHD_Connection *connection, unsigned status,
				  const char *type, const char *cache, const char *tag, struct str bytes)
{
	struct MHD_Response *response =
		server->http.MHD_create_response_from_buffer(bytes.len, (void *)bytes.ptr, MHD_RESPMEM_MUST_COPY);

	if (!response)
		return MHD_NO;
	put_header(server, response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	put_header(server, response, MHD_HTTP_HEADER_CACHE_CONTROL, cache);
	if (tag)
		put_header(server, response, MHD_HTTP_HEADER_ETAG, tag);
	return send_response(server, connection, status, response);
}

static enum MHD_Result send_text(struct server *server, struct MHD_Connection *connection, unsigned status, const char *text)
{
	return send_bytes(server, connection, status, "text/plain; charset=utf-8", "no-store", NULL, str_from(text));
}

static enum MHD_Result refuse_method(struct server *server, struct MHD_Connection *connection)
{
	struct str text = STR("sólo se responde a GET y HEAD\n");
	struct MHD_Response *response =
		server->http.MHD_create_response_from_buffer(text.len, (void *)text.ptr, MHD_RESPMEM_PERSISTENT);

	if (!response)
		return MHD_NO;
	put_header(server, response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	put_header(server, response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
	return send_response(server, connection, MHD_HTTP_METHOD_NOT_ALLOWED, response);
}

/* ---- what is asked for ---- */

static struct str header(struct server *server, struct MHD_Connection *connection, const char *name)
{
	return str_from(server->http.MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static struct str argument(struct server *server, struct MHD_Connection *connection, const char *name)
{
	const char *text = server->http.MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);

	return text ? str_from(text) : STR("");
}

/* What URL asks for: "/" and "/fondos/" mean the index there. In BUF; the
   absent view for what is no path of the site. */
static struct str path_of(struct buf *buf, const char *url)
{
	struct str path = str_from(url);

	if (!str_starts(path, STR("/")))
		return (struct str){ 0 };
	buf_put_str(buf, str_slice(path, 1, (size_t)-1));
	if (buf->len == 0 || buf->ptr[buf->len - 1] == '/')
		buf_put_text(buf, "index.html");
	return buf_str(buf);
}

struct found {
	enum serve_found how;
	struct buf bytes;
	int fd;
	unsigned status;
	const char *type;
	char tag[40];		/* quoted, as ETag has it */
};

static bool is_page(const struct found *found)
{
	return str_starts(str_from(found->type), STR("text/html"));
}

static void tag_file(struct found *found)
{
	struct stat status;

	if (fstat(found->fd, &status) != 0)
		return;
	snprintf(found->tag, sizeof found->tag, "\"%llx-%llx\"", (unsigned long long)status.st_size,
		 (unsigned long long)status.st_mtim.tv_sec * 1000000000ull +
		 (unsigned long long)status.st_mtim.tv_nsec);
}

/* What is said in place of a page that is missing: what get() says of it, or the site's own words. */
static void find_words(struct server *server, struct found *found)
{
	found->status = MHD_HTTP_NOT_FOUND;
	found->type = name_type(STR("x.html"));
	if (found->bytes.len == 0 &&
	    server->site->get(server->site->context, STR("404.html"), &found->bytes, &found->fd) != SERVE_BYTES) {
		buf_clear(&found->bytes);
		buf_put_text(&found->bytes, "<!DOCTYPE html>\n<html lang=\"es-MX\"><head><meta charset=\"utf-8\"><title>No está</title></head>"
			"<body><h1>Aquí no hay una página</h1><p>El sitio todavía no se pudo hacer, o no la tiene. "
			"Los avisos dicen qué falta.</p></body></html>\n");
	}
	found->how = SERVE_BYTES;
}

/* Find what is at URL, or what the site says of what is missing. */
static void find(struct server *server, struct found *found, const char *url)
{
	struct buf name;
	struct str path;

	*found = (struct found){ .fd = -1, .status = MHD_HTTP_OK };
	buf_init(&found->bytes);
	buf_init(&name);
	path = path_of(&name, url);
	found->type = name_type(path);
	if (path.ptr)
		found->how = server->site->get(server->site->context, path, &found->bytes, &found->fd);
	if (found->how == SERVE_MISSING)
		find_words(server, found);
	if (found->how == SERVE_FILE)
		tag_file(found);
	else
		snprintf(found->tag, sizeof found->tag, "\"%016llx\"",
			 (unsigned long long)hash_str(buf_str(&found->bytes)));
	buf_dispose(&name);
}

static void found_dispose(struct found *found)
{
	buf_dispose(&found->bytes);
	if (found->how == SERVE_FILE && found->fd >= 0)
		close(found->fd);
}

/* There is a page at PATH. */
static bool has_page(struct server *server, struct str path)
{
	struct buf bytes;
	int fd = -1;
	enum serve_found how;

	buf_init(&bytes);
	how = server->site->get(server->site->context, path, &bytes, &fd);
	if (how == SERVE_FILE)
		close(fd);
	buf_dispose(&bytes);
	return how != SERVE_MISSING;
}

/* URL without the slashes that follow a slash, in OUT, as it is in the site: "/" is the index. */
static void put_single_slashes(struct buf *out, const char *url)
{
	for (; *url; url++)
		if (*url != '/' || out->len == 0 || out->ptr[out->len - 1] != '/')
			buf_put_char(out, *url);
}

/*
 * Where else the page is that URL means, in TO: "/fondos" is "/fondos/" where
 * there is such an index, and "//fondos//x.html" is "/fondos/x.html", as web
 * servers have it. TO begins with one slash and holds only what is plain in
 * an address, since there is a page of that name. False: nowhere.
 */
static bool find_elsewhere(struct server *server, struct buf *to, const char *url)
{
	struct buf name;
	bool found;

	put_single_slashes(to, url);
	buf_init(&name);
	found = to->len != strlen(url) && has_page(server, path_of(&name, to->ptr));
	if (!found && to->len > 1 && to->ptr[0] == '/' && to->ptr[to->len - 1] != '/') {
		buf_put_char(to, '/');
		buf_clear(&name);
		found = has_page(server, path_of(&name, to->ptr));
	}
	buf_dispose(&name);
	return found;
}

static enum MHD_Result redirect(struct server *server, struct MHD_Connection *connection, const char *to)
{
	struct MHD_Response *response =
		server->http.MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);

	if (!response)
		return MHD_NO;
	put_header(server, response, MHD_HTTP_HEADER_LOCATION, to);
	return send_response(server, connection, MHD_HTTP_FOUND, response);
}

static enum MHD_Result send_file(struct server *server, struct MHD_Connection *connection, struct found *found)
{
	struct stat status;
	struct MHD_Response *response;

	if (fstat(found->fd, &status) != 0)
		return MHD_NO;
	response = server->http.MHD_create_response_from_fd64((uint64_t)status.st_size, found->fd);
	if (!response)
		return MHD_NO;
	found->fd = -1;		/* the response's now */
	put_header(server, response, MHD_HTTP_HEADER_CONTENT_TYPE, found->type);
	put_header(server, response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
	put_header(server, response, MHD_HTTP_HEADER_ETAG, found->tag);
	return send_response(server, connection, found->status, response);
}

static enum MHD_Result send_page(struct server *server, struct MHD_Connection *connection, struct found *found)
{
	struct str tag = str_slice(str_from(found->tag), 1, strlen(found->tag) - 2);
	enum MHD_Result result;
	struct buf page;

	buf_init(&page);
	script_put_page(&page, buf_str(&found->bytes), tag);
	result = send_bytes(server, connection, found->status, found->type, "no-cache", found->tag, buf_str(&page));
	buf_dispose(&page);
	return result;
}

/* One of the tags that the browser has is TAG. */
static bool has_tag(struct server *server, struct MHD_Connection *connection, const char *tag)
{
	struct str tags = header(server, connection, MHD_HTTP_HEADER_IF_NONE_MATCH);

	return tags.ptr && str_find(tags, str_from(tag)) != (size_t)-1;
}

static enum MHD_Result answer_missing(struct server *server, struct MHD_Connection *connection,
				      const char *url, struct found *found)
{
	enum MHD_Result result;
	struct buf to;

	buf_init(&to);
	if (find_elsewhere(server, &to, url))
		result = redirect(server, connection, to.ptr);
	else
		result = send_page(server, connection, found);
	buf_dispose(&to);
	return result;
}

static enum MHD_Result answer_site(struct server *server, struct MHD_Connection *connection,
				   const char *url)
{
	struct found found;
	enum MHD_Result result;

	find(server, &found, url);
	if (found.status == MHD_HTTP_NOT_FOUND)
		result = answer_missing(server, connection, url, &found);
	else if (has_tag(server, connection, found.tag))
		result = send_bytes(server, connection, MHD_HTTP_NOT_MODIFIED, found.type, "no-cache", found.tag, STR(""));
	else if (found.how == SERVE_FILE)
		result = send_file(server, connection, &found);
	else if (is_page(&found))
		result = send_page(server, connection, &found);
	else
		result = send_bytes(server, connection, found.status, found.type, "no-cache", found.tag,
				    buf_str(&found.bytes));
	found_dispose(&found);
	return result;
}

/* ---- waiting ---- */

static void put_news(struct server *server, struct buf *out, struct MHD_Connection *connection,
		     unsigned long long generation)
{
	struct str path = argument(server, connection, "p"), tag = argument(server, connection, "e");
	struct found found;

	find(server, &found, path.ptr);
	buf_printf(out, "{\"generacion\": %llu, \"cambio\": %s, \"avisos\": ", generation,
		   str_equal(tag, str_slice(str_from(found.tag), 1, strlen(found.tag) - 2)) ? "false" : "true");
	found_dispose(&found);
	server->site->tell(server->site->context, out);
	buf_put_char(out, '}');
}

/* Put CONNECTION among those who wait, unless there is news for it. */
static bool must_wait(struct server *server, struct MHD_Connection *connection,
		      struct request *request, unsigned long long *generation)
{
	unsigned long long known = 0;
	bool waits;

	str_to_number(argument(server, connection, "g"), (unsigned long long)-1 / 2, &known);
	pthread_mutex_lock(&server->lock);
	*generation = server->generation;
	if (!request->waited)
		request->beat = server->beat;
	waits = known == server->generation && request->beat == server->beat && !server->closing;
	request->waited = true;
	if (waits) {
		vec_push(&server->waiters, connection);
		server->http.MHD_suspend_connection(connection);
	}
	pthread_mutex_unlock(&server->lock);
	return waits;
}

static enum MHD_Result answer_wait(struct server *server, struct MHD_Connection *connection,
				   struct request *request)
{
	unsigned long long generation;
	enum MHD_Result result;
	struct buf out;

	if (must_wait(server, connection, request, &generation))
		return MHD_YES;
	buf_init(&out);
	put_news(server, &out, connection, generation);
	result = send_bytes(server, connection, MHD_HTTP_OK, "application/json", "no-store", NULL, buf_str(&out));
	buf_dispose(&out);
	return result;
}

static void wake(struct server *server)
{
	for (size_t i = 0; i < server->waiters.count; i++)
		server->http.MHD_resume_connection(server->waiters.at[i]);
	vec_clear(&server->waiters);
}

void server_renew(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	server->generation++;
	wake(server);
	pthread_mutex_unlock(&server->lock);
}

void server_beat(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	server->beat++;
	wake(server);
	pthread_mutex_unlock(&server->lock);
}

/* ---- requests ---- */

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_size, void **kept)
{
	struct server *server = context;
	struct request *request = *kept;

	(void)version;
	(void)upload;
	if (!request) {		/* the head alone; MHD calls again */
		request = memory_alloc(sizeof *request);
		*request = (struct request){ 0 };
		*kept = request;
		return MHD_YES;
	}
	if (*upload_size) {	/* nobody wants it */
		*upload_size = 0;
		return MHD_YES;
	}
	if (!name_is_own(header(server, connection, MHD_HTTP_HEADER_HOST), str_from(server->options->host)))
		return send_text(server, connection, MHD_HTTP_MISDIRECTED_REQUEST,
				 "este servidor sólo responde por su propio nombre: abra la dirección que dijo «diafano serve»\n");
	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
		return refuse_method(server, connection);
	if (strcmp(url, WAIT_PATH) == 0)
		return answer_wait(server, connection, request);
	if (strcmp(url, SCRIPT_PATH) == 0)
		return send_bytes(server, connection, MHD_HTTP_OK, "text/javascript; charset=utf-8", "no-cache", NULL,
				  script_bytes());
	return answer_site(server, connection, url);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **kept,
			 enum MHD_RequestTerminationCode code)
{
	(void)context;
	(void)connection;
	(void)code;
	free(*kept);
	*kept = NULL;
}

/* ---- start and stop ---- */

/* A connection is a descriptor, and the usual limit is 1024. */
static unsigned connections_allowed(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 256;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < 200)
		return 100;
	return limit.rlim_cur - 100 < CONNECTIONS ? (unsigned)limit.rlim_cur - 100 : CONNECTIONS;
}

/* A socket that listens on PORT of WHERE; -1 with errno. */
static int listen_on(const struct addrinfo *where, unsigned port)
{
	int fd = socket(where->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1, error;

	if (where->ai_family == AF_INET6)
		((struct sockaddr_in6 *)where->ai_addr)->sin6_port = htons((uint16_t)port);
	else
		((struct sockaddr_in *)where->ai_addr)->sin_port = htons((uint16_t)port);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, where->ai_addr, where->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

static struct MHD_Daemon *start_daemon(struct server *server, int fd)
{
	return server->http.MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
				on_request, server,
				MHD_OPTION_LISTEN_SOCKET, fd,
				MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
				MHD_OPTION_CONNECTION_LIMIT, connections_allowed(),
				MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
				MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
				MHD_OPTION_END);
}

static struct addrinfo *find_address(const char *host)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC }, *where = NULL;

	if (getaddrinfo(host, NULL, &hints, &where) != 0)
		return NULL;
	if (where && where->ai_family != AF_INET && where->ai_family != AF_INET6) {
		freeaddrinfo(where);
		return NULL;
	}
	return where;
}

static void report_port(const struct serve_options *options, int error, struct diag *diag)
{
	if (error == EADDRNOTAVAIL)
		diag_report(diag, DIAG_PORT, (struct place){ 0 }, STR("sin --host se usa 127.0.0.1"),
			    "«%s» no es una dirección de esta máquina", options->host);
	else if (error == EACCES)
		diag_report(diag, DIAG_PORT, (struct place){ 0 }, STR("los puertos desde el 1024 no piden permiso"),
			    "el sistema no permite usar el puerto %u", options->port);
	else
		diag_report(diag, DIAG_PORT, (struct place){ 0 },
			    STR("quizá lo usa otro programa, u otro «diafano serve»: --port 0 toma uno libre"),
			    "no se puede usar el puerto %u de %s (error %d)", options->port, options->host, error);
}

static int listen_somewhere(struct server *server, struct diag *diag)
{
	const struct serve_options *options = server->options;
	struct addrinfo *where = find_address(options->host);
	unsigned tries = options->port_is_fixed || !options->port ? 1 : PORTS_TRIED;
	int fd = -1, error = EADDRNOTAVAIL;

	for (unsigned i = 0; where && i < tries && fd < 0 && options->port + i <= 65535; i++) {
		fd = listen_on(where, options->port + i);
		error = fd < 0 ? errno : 0;
	}
	if (where)
		freeaddrinfo(where);
	if (fd >= 0) {
		server->daemon = start_daemon(server, fd);
		if (server->daemon)
			return 0;
		close(fd);
	}
	report_port(options, error, diag);
	return -1;
}

static void note_address(struct server *server)
{
	const union MHD_DaemonInfo *info = server->http.MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_LISTEN_FD);
	struct sockaddr_storage bound = { 0 };
	socklen_t size = sizeof bound;
	bool is_six = strchr(server->options->host, ':') != NULL;
	unsigned port = server->options->port;

	if (info && getsockname(info->listen_fd, (struct sockaddr *)&bound, &size) == 0)
		port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
							 : ((struct sockaddr_in *)&bound)->sin_port);
	snprintf(server->address, sizeof server->address, "http://%s%.200s%s:%u/", is_six ? "[" : "",
		 server->options->host, is_six ? "]" : "", port);
}

struct server *server_start(const struct serve_options *options,
			    const struct serve_site *site, struct diag *diag)
{
	struct server *server = memory_alloc(sizeof *server);

	*server = (struct server){ .options = options, .site = site, .generation = 1 };
	if (microhttpd_library_load(&server->http) != 0) {
		diag_report(diag, DIAG_PORT, (struct place){ 0 },
			    STR("instálela (en Debian: apt-get install libmicrohttpd12) y repita «diafano serve»"),
			    "falta la biblioteca libmicrohttpd, que responde al navegador");
		free(server);
		return NULL;
	}
	if (pthread_mutex_init(&server->lock, NULL))
		memory_exhausted();
	if (listen_somewhere(server, diag) == 0) {
		note_address(server);
		return server;
	}
	pthread_mutex_destroy(&server->lock);
	free(server);
	return NULL;
}

void server_stop(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	server->closing = true;
	wake(server);
	pthread_mutex_unlock(&server->lock);
	server->http.MHD_stop_daemon(server->daemon);
	pthread_mutex_destroy(&server->lock);
	vec_dispose(&server->waiters);
	free(server);
}

const char *server_address(const struct server *server)
{
	return server->address;
}
