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
#include "base/map.h"
#include "base/vec.h"
#include "name.h"
#include "script.h"

#define THREADS 2
#define CONNECTIONS 4096
#define IDLE_SECONDS 60
#define PORTS_TRIED 20
#define BACKLOG 1024

struct server {
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

static enum MHD_Result send_response(struct MHD_Connection *connection, unsigned status,
				     struct MHD_Response *response)
{
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
	MHD_add_response_header(response, "Referrer-Policy", "same-origin");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

/* BYTES are copied. CACHE: "no-cache" lets a browser ask whether it changed. */
static enum MHD_Result send_bytes(struct MHD_Connection *connection, unsigned status,
				  const char *type, const char *cache, const char *tag, struct str bytes)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(bytes.len, (void *)bytes.ptr, MHD_RESPMEM_MUST_COPY);

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, cache);
	if (tag)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, tag);
	return send_response(connection, status, response);
}

static enum MHD_Result send_text(struct MHD_Connection *connection, unsigned status, const char *text)
{
	return send_bytes(connection, status, "text/plain; charset=utf-8", "no-store", NULL, str_from(text));
}

static enum MHD_Result refuse_method(struct MHD_Connection *connection)
{
	struct str text = STR("sólo se responde a GET y HEAD\n");
	struct MHD_Response *response =
		MHD_create_response_from_buffer(text.len, (void *)text.ptr, MHD_RESPMEM_PERSISTENT);

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
	return send_response(connection, MHD_HTTP_METHOD_NOT_ALLOWED, response);
}

/* ---- what is asked for ---- */

static struct str header(struct MHD_Connection *connection, const char *name)
{
	return str_from(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static struct str argument(struct MHD_Connection *connection, const char *name)
{
	const char *text = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);

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
	if (found->how == SERVE_MISSING) {
		found->status = MHD_HTTP_NOT_FOUND;
		found->type = name_type(STR("x.html"));
		buf_clear(&found->bytes);
		if (server->site->get(server->site->context, STR("404.html"), &found->bytes, &found->fd) != SERVE_BYTES) {
			found->type = name_type(STR("x.html"));
			buf_clear(&found->bytes);
			buf_put_text(&found->bytes, "<!DOCTYPE html>\n<html lang=\"es-MX\"><head><meta charset=\"utf-8\"><title>No está</title></head>"
				"<body><h1>Aquí no hay una página</h1><p>El sitio todavía no se pudo hacer, o no la tiene. "
				"Los avisos dicen qué falta.</p></body></html>\n");
		}
		found->how = SERVE_BYTES;
	}
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

/* "/fondos" is "/fondos/", where there is such an index. */
static bool is_folder(struct server *server, const char *url)
{
	struct buf path, bytes;
	int fd = -1;
	bool is;

	buf_init(&path);
	buf_init(&bytes);
	buf_printf(&path, "%s/index.html", url + 1);
	is = url[0] == '/' && url[1] &&
	     server->site->get(server->site->context, buf_str(&path), &bytes, &fd) == SERVE_BYTES;
	buf_dispose(&path);
	buf_dispose(&bytes);
	return is;
}

static enum MHD_Result redirect(struct MHD_Connection *connection, const char *url)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
	struct str name = str_from(url);
	struct buf to;

	if (!response)
		return MHD_NO;
	buf_init(&to);
	/* only what is plain in an address got this far: it is the name of a folder */
	buf_printf(&to, "./%s/", strrchr(name.ptr, '/') + 1);
	MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, to.ptr);
	buf_dispose(&to);
	return send_response(connection, MHD_HTTP_FOUND, response);
}

static enum MHD_Result send_file(struct MHD_Connection *connection, struct found *found)
{
	struct stat status;
	struct MHD_Response *response;

	if (fstat(found->fd, &status) != 0)
		return MHD_NO;
	response = MHD_create_response_from_fd64((uint64_t)status.st_size, found->fd);
	if (!response)
		return MHD_NO;
	found->fd = -1;		/* the response's now */
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, found->type);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
	MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, found->tag);
	return send_response(connection, found->status, response);
}

static enum MHD_Result send_page(struct MHD_Connection *connection, struct found *found)
{
	struct str tag = str_slice(str_from(found->tag), 1, strlen(found->tag) - 2);
	enum MHD_Result result;
	struct buf page;

	buf_init(&page);
	script_put_page(&page, buf_str(&found->bytes), tag);
	result = send_bytes(connection, found->status, found->type, "no-cache", found->tag, buf_str(&page));
	buf_dispose(&page);
	return result;
}

/* One of the tags that the browser has is TAG. */
static bool has_tag(struct MHD_Connection *connection, const char *tag)
{
	struct str tags = header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH);

	return tags.ptr && str_find(tags, str_from(tag)) != (size_t)-1;
}

static enum MHD_Result answer_site(struct server *server, struct MHD_Connection *connection,
				   const char *url)
{
	struct found found;
	enum MHD_Result result;

	find(server, &found, url);
	if (found.status == MHD_HTTP_NOT_FOUND && is_folder(server, url))
		result = redirect(connection, url);
	else if (found.status == MHD_HTTP_OK && has_tag(connection, found.tag))
		result = send_bytes(connection, MHD_HTTP_NOT_MODIFIED, found.type, "no-cache", found.tag, STR(""));
	else if (found.how == SERVE_FILE)
		result = send_file(connection, &found);
	else if (is_page(&found))
		result = send_page(connection, &found);
	else
		result = send_bytes(connection, found.status, found.type, "no-cache", found.tag,
				    buf_str(&found.bytes));
	found_dispose(&found);
	return result;
}

/* ---- waiting ---- */

static void put_news(struct server *server, struct buf *out, struct MHD_Connection *connection,
		     unsigned long long generation)
{
	struct str path = argument(connection, "p"), tag = argument(connection, "e");
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

	str_to_number(argument(connection, "g"), (unsigned long long)-1 / 2, &known);
	pthread_mutex_lock(&server->lock);
	*generation = server->generation;
	if (!request->waited)
		request->beat = server->beat;
	waits = known == server->generation && request->beat == server->beat && !server->closing;
	request->waited = true;
	if (waits) {
		vec_push(&server->waiters, connection);
		MHD_suspend_connection(connection);
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
	result = send_bytes(connection, MHD_HTTP_OK, "application/json", "no-store", NULL, buf_str(&out));
	buf_dispose(&out);
	return result;
}

static void wake(struct server *server)
{
	for (size_t i = 0; i < server->waiters.count; i++)
		MHD_resume_connection(server->waiters.at[i]);
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
	if (!name_is_own(header(connection, MHD_HTTP_HEADER_HOST), str_from(server->options->host)))
		return send_text(connection, MHD_HTTP_MISDIRECTED_REQUEST,
				 "este servidor sólo responde por su propio nombre: abra la dirección que dijo «diafano serve»\n");
	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
		return refuse_method(connection);
	if (strcmp(url, WAIT_PATH) == 0)
		return answer_wait(server, connection, request);
	if (strcmp(url, SCRIPT_PATH) == 0)
		return send_bytes(connection, MHD_HTTP_OK, "text/javascript; charset=utf-8", "no-cache", NULL,
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
	return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
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
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_LISTEN_FD);
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
	MHD_stop_daemon(server->daemon);
	pthread_mutex_destroy(&server->lock);
	vec_dispose(&server->waiters);
	free(server);
}

const char *server_address(const struct server *server)
{
	return server->address;
}
