/*
 * A PKCS#11 client that calls one function again and again, for examples/bench/sockets.sh.
 *
 *   load MODULE PIN LABEL info|rsa|ec SECONDS START     prints how many calls it made in a second, measured from
 *       START on (seconds since 1970), so that processes are measured together; a signature is C_SignInit and C_Sign
 *   load MODULE idle N                            N applications with a session each; waits until its input ends
 */
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TRIES = 200, PAUSE = 20000 };

static CK_C_GetFunctionList get;

static void check(CK_RV rv, const char *what) {
	if (rv != CKR_OK) {
		fprintf(stderr, "%s: 0x%lx\n", what, (unsigned long) rv);
		exit(1);
	}
}

static double now(void) {
	struct timespec time;
	clock_gettime(CLOCK_REALTIME, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* Each list of p11-kit's client is an application with a connection of its own. */
static CK_FUNCTION_LIST *application(CK_SESSION_HANDLE *session) {
	CK_FUNCTION_LIST *module;
	CK_C_INITIALIZE_ARGS args = {.flags = CKF_OS_LOCKING_OK};
	CK_SLOT_ID slots[64];
	CK_ULONG count = 64;
	check(get(&module), "C_GetFunctionList");
	for (int tries = MOST_TRIES;; tries--) {      /* the stock server does not take many clients at once */
		check(module->C_Initialize(&args), "C_Initialize");
		count = 64;
		check(module->C_GetSlotList(CK_TRUE, slots, &count), "C_GetSlotList");
		if (count > 0)
			break;
		if (tries == 0)
			check(CKR_TOKEN_NOT_PRESENT, "C_GetSlotList");
		check(module->C_Finalize(NULL), "C_Finalize");
		usleep(PAUSE);
	}
	check(module->C_OpenSession(slots[0], CKF_SERIAL_SESSION, NULL, NULL, session), "C_OpenSession");
	return module;
}

static CK_OBJECT_HANDLE key(CK_FUNCTION_LIST *module, CK_SESSION_HANDLE session, char *label) {
	CK_OBJECT_CLASS private = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE template[] = {{CKA_CLASS, &private, sizeof private}, {CKA_LABEL, label, strlen(label)}};
	CK_OBJECT_HANDLE found = 0;
	CK_ULONG count = 0;
	check(module->C_FindObjectsInit(session, template, 2), "C_FindObjectsInit");
	check(module->C_FindObjects(session, &found, 1, &count), "C_FindObjects");
	check(module->C_FindObjectsFinal(session), "C_FindObjectsFinal");
	if (count == 0)
		check(CKR_KEY_HANDLE_INVALID, label);
	return found;
}

static void once(CK_FUNCTION_LIST *module, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE signer, CK_MECHANISM_TYPE type) {
	CK_SESSION_INFO info;
	CK_MECHANISM mechanism = {type, NULL, 0};
	CK_BYTE data[32] = {1}, signature[512];
	CK_ULONG length = sizeof signature;
	if (!signer) {
		check(module->C_GetSessionInfo(session, &info), "C_GetSessionInfo");
		return;
	}
	check(module->C_SignInit(session, &mechanism, signer), "C_SignInit");
	check(module->C_Sign(session, data, sizeof data, signature, &length), "C_Sign");
}

static void load(char **arguments) {
	CK_SESSION_HANDLE session;
	CK_FUNCTION_LIST *module = application(&session);
	CK_UTF8CHAR *pin = (CK_UTF8CHAR *) arguments[2];
	int info = !strcmp(arguments[4], "info");
	CK_MECHANISM_TYPE type = !strcmp(arguments[4], "rsa") ? CKM_SHA256_RSA_PKCS : CKM_ECDSA;
	double seconds = atof(arguments[5]);
	long calls = 0;
	for (int tries = MOST_TRIES; module->C_Login(session, CKU_USER, pin, strlen(arguments[2])) != CKR_OK; tries--) {
		if (tries == 0)      /* SoftHSM2 fails when several processes log in at once */
			check(CKR_GENERAL_ERROR, "C_Login");
		usleep(PAUSE);
	}
	CK_OBJECT_HANDLE signer = info ? 0 : key(module, session, arguments[3]);
	double start = atof(arguments[6]);
	if (now() > start)
		fprintf(stderr, "too late for the start\n");
	while (now() < start)      /* warm */
		once(module, session, signer, type);
	start = now();
	for (; now() < start + seconds; calls++)
		once(module, session, signer, type);
	printf("%.1f\n", calls / (now() - start));
}

int main(int count, char **arguments) {
	void *library = count > 3 ? dlopen(arguments[1], RTLD_NOW) : NULL;
	if (!library || !(get = (CK_C_GetFunctionList) dlsym(library, "C_GetFunctionList")))
		return 2;
	if (count == 4 && !strcmp(arguments[2], "idle")) {
		CK_SESSION_HANDLE session;
		for (int i = atoi(arguments[3]); i > 0; i--)
			application(&session);
		puts("there");
		fflush(stdout);
		while (getchar() != EOF)
			;
		return 0;
	}
	if (count != 7)
		return 2;
	load(arguments);
	return 0;
}
