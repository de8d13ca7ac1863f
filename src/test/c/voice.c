/*
 * A program that speaks the language of the stories (src/test/resources/stories) to a PKCS#11 module: a line is an actor, a
 * call and its words; the answer is one line. Each actor is a thread of its own. A return value other than CKR_OK is
 * "CKR n", a state "CKS n", n decimal; the caller knows their names.
 *
 *   voice MODULE USER_PIN SO_PIN
 */
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 16, MOST_ACTORS = 8, MOST_LINE = 512, MOST_FOUND = 64 };

struct actor {
	char name[32];
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	char *words[MOST_WORDS];
	int count;
	int asked;
	char answer[MOST_LINE];
};

static CK_FUNCTION_LIST *module;
static const char *user_pin, *so_pin;
static struct actor actors[MOST_ACTORS];
static int actor_count;

static void done(char *answer, CK_RV rv) {
	if (rv == CKR_OK)
		strcpy(answer, "CKR_OK");
	else
		snprintf(answer, MOST_LINE, "CKR %lu", (unsigned long) rv);
}

static void number(char *answer, CK_RV rv, CK_ULONG value) {
	if (rv == CKR_OK)
		snprintf(answer, MOST_LINE, "%lu", (unsigned long) value);
	else
		done(answer, rv);
}

static CK_RV first_slot(CK_SLOT_ID *slot) {
	CK_SLOT_ID slots[16];
	CK_ULONG count = 16;
	CK_RV rv = module->C_GetSlotList(CK_TRUE, slots, &count);
	*slot = rv == CKR_OK && count > 0 ? slots[0] : 0;
	return rv;
}

static CK_UTF8CHAR *pin(const char *word) {
	return (CK_UTF8CHAR *) (!strcmp(word, "user") ? user_pin : !strcmp(word, "so") ? so_pin : word);
}

static CK_ULONG length(const CK_UTF8CHAR *text) {
	return strlen((const char *) text);
}

static int has(struct actor *a, const char *word) {
	for (int i = 2; i < a->count - 1; i++)
		if (!strcmp(a->words[i], word))
			return 1;
	return 0;
}

static void create(struct actor *a, CK_SESSION_HANDLE session) {
	CK_OBJECT_CLASS data = CKO_DATA;
	CK_BBOOL token = has(a, "token") ? CK_TRUE : CK_FALSE;
	CK_BBOOL private = has(a, "private") ? CK_TRUE : CK_FALSE;
	char *label = a->words[a->count - 1];
	CK_OBJECT_HANDLE object = 0;
	CK_ATTRIBUTE template[] = {
		{CKA_CLASS, &data, sizeof data}, {CKA_TOKEN, &token, sizeof token}, {CKA_PRIVATE, &private, sizeof private},
		{CKA_LABEL, label, strlen(label)}, {CKA_VALUE, "value", 5}};
	CK_RV rv = module->C_CreateObject(session, template, 5, &object);
	number(a->answer, rv, object);
}

static void find(struct actor *a, CK_SESSION_HANDLE session, char *label) {
	CK_ATTRIBUTE template[] = {{CKA_LABEL, label, strlen(label)}};
	CK_OBJECT_HANDLE found[MOST_FOUND];
	CK_ULONG count = 0;
	CK_RV rv = module->C_FindObjectsInit(session, template, 1);
	if (rv == CKR_OK)
		rv = module->C_FindObjects(session, found, MOST_FOUND, &count);
	if (rv == CKR_OK)
		rv = module->C_FindObjectsFinal(session);
	if (rv != CKR_OK) {
		done(a->answer, rv);
		return;
	}
	strcpy(a->answer, count == 0 ? "none" : "");
	for (CK_ULONG i = 0; i < count; i++)
		snprintf(a->answer + strlen(a->answer), MOST_LINE - strlen(a->answer), "%s%lu", i ? " " : "",
			(unsigned long) found[i]);
}

static void label(struct actor *a, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
	CK_ATTRIBUTE wanted = {CKA_LABEL, a->answer, MOST_LINE - 1};
	CK_RV rv = module->C_GetAttributeValue(session, object, &wanted, 1);
	if (rv == CKR_OK)
		a->answer[wanted.ulValueLen] = 0;
	else
		done(a->answer, rv);
}

static void on_object(struct actor *a, const char *verb, CK_SESSION_HANDLE session) {
	CK_OBJECT_HANDLE object = strtoul(a->words[2], NULL, 10);
	if (!strcmp(verb, "label")) {
		label(a, session, object);
	} else if (!strcmp(verb, "relabel")) {
		CK_ATTRIBUTE changed = {CKA_LABEL, a->words[3], strlen(a->words[3])};
		done(a->answer, module->C_SetAttributeValue(session, object, &changed, 1));
	} else if (!strcmp(verb, "destroy")) {
		done(a->answer, module->C_DestroyObject(session, object));
	} else {
		snprintf(a->answer, MOST_LINE, "no story says %s", verb);
	}
}

static void in_session(struct actor *a, const char *verb) {
	CK_SESSION_HANDLE session = strtoul(a->words[1], NULL, 10);
	if (!strcmp(verb, "state")) {
		CK_SESSION_INFO info;
		CK_RV rv = module->C_GetSessionInfo(session, &info);
		if (rv == CKR_OK)
			snprintf(a->answer, MOST_LINE, "CKS %lu", (unsigned long) info.state);
		else
			done(a->answer, rv);
	} else if (!strcmp(verb, "close")) {
		done(a->answer, module->C_CloseSession(session));
	} else if (!strcmp(verb, "login")) {
		CK_UTF8CHAR *given = pin(a->words[a->count - 1]);
		done(a->answer, module->C_Login(session, strcmp(a->words[2], "so") ? CKU_USER : CKU_SO, given, length(given)));
	} else if (!strcmp(verb, "logout")) {
		done(a->answer, module->C_Logout(session));
	} else if (!strcmp(verb, "init-pin")) {
		CK_UTF8CHAR *given = pin(a->words[2]);
		done(a->answer, module->C_InitPIN(session, given, length(given)));
	} else if (!strcmp(verb, "set-pin")) {
		CK_UTF8CHAR *old = pin(a->words[2]), *given = pin(a->words[3]);
		done(a->answer, module->C_SetPIN(session, old, length(old), given, length(given)));
	} else if (!strcmp(verb, "create")) {
		create(a, session);
	} else if (!strcmp(verb, "find")) {
		find(a, session, a->words[2]);
	} else {
		on_object(a, verb, session);
	}
}

static void perform(struct actor *a) {
	const char *verb = a->words[0];
	CK_C_INITIALIZE_ARGS args = {.flags = CKF_OS_LOCKING_OK};
	CK_SLOT_ID slot;
	CK_RV rv;
	if (!strcmp(verb, "initialize")) {
		done(a->answer, module->C_Initialize(&args));
	} else if (!strcmp(verb, "finalize")) {
		done(a->answer, module->C_Finalize(NULL));
	} else if (!strcmp(verb, "closeall")) {
		rv = first_slot(&slot);
		done(a->answer, rv == CKR_OK ? module->C_CloseAllSessions(slot) : rv);
	} else if (!strcmp(verb, "init-token")) {
		CK_UTF8CHAR again[32];
		CK_UTF8CHAR *given = pin(a->words[1]);
		memset(again, ' ', sizeof again);
		memcpy(again, "again", 5);
		rv = first_slot(&slot);
		done(a->answer, rv == CKR_OK ? module->C_InitToken(slot, given, length(given), again) : rv);
	} else if (!strcmp(verb, "open")) {
		CK_FLAGS flags = CKF_SERIAL_SESSION | (strcmp(a->words[1], "rw") ? 0 : CKF_RW_SESSION);
		CK_SESSION_HANDLE session = 0;
		rv = first_slot(&slot);
		if (rv == CKR_OK)
			rv = module->C_OpenSession(slot, flags, NULL, NULL, &session);
		number(a->answer, rv, session);
	} else {
		in_session(a, verb);
	}
}

static void *run(void *given) {
	struct actor *a = given;
	pthread_mutex_lock(&a->lock);
	for (;;) {
		while (!a->asked)
			pthread_cond_wait(&a->changed, &a->lock);
		perform(a);
		a->asked = 0;
		pthread_cond_signal(&a->changed);
	}
	return NULL;
}

static struct actor *actor(const char *name) {
	for (int i = 0; i < actor_count; i++)
		if (!strcmp(actors[i].name, name))
			return &actors[i];
	if (actor_count == MOST_ACTORS)
		exit(3);
	struct actor *a = &actors[actor_count++];
	snprintf(a->name, sizeof a->name, "%s", name);
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->changed, NULL);
	pthread_create(&a->thread, NULL, run, a);
	return a;
}

static void ask(char *line) {
	char *name = strtok(line, " \n");
	struct actor *a = actor(name ? name : "");
	pthread_mutex_lock(&a->lock);
	a->count = 0;
	for (char *word = strtok(NULL, " \n"); word && a->count < MOST_WORDS; word = strtok(NULL, " \n"))
		a->words[a->count++] = word;
	a->asked = 1;
	pthread_cond_signal(&a->changed);
	while (a->asked)
		pthread_cond_wait(&a->changed, &a->lock);
	puts(a->answer);
	fflush(stdout);
	pthread_mutex_unlock(&a->lock);
}

int main(int count, char **arguments) {
	char line[MOST_LINE];
	if (count != 4)
		return 2;
	void *library = dlopen(arguments[1], RTLD_NOW);
	CK_C_GetFunctionList get = library ? (CK_C_GetFunctionList) dlsym(library, "C_GetFunctionList") : NULL;
	if (!get || get(&module) != CKR_OK) {
		fprintf(stderr, "cannot load %s\n", arguments[1]);
		return 1;
	}
	user_pin = arguments[2];
	so_pin = arguments[3];
	while (fgets(line, sizeof line, stdin))
		ask(line);
	return 0;
}
