/* For the trial under Wine 8 only, never shipped: the one Windows Runtime class that Qt's windows
   plugin asks for at start (the colours of the system), which that Wine does not have.

   Three objects that are never freed: the factory, the settings, and the settings as version 3,
   which knows colours. Everything not listed answers that it does not exist. */
#include <windows.h>

typedef struct { void **methods; } Object;

static const GUID COLOURS = {0x03021be4, 0x5254, 0x4781, {0x81, 0x94, 0x51, 0x68, 0xf7, 0xd0, 0x6d, 0x7b}};
static const GUID FACTORY = {0x00000035, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID SETTINGS = {0x85361600, 0x1c63, 0x4627, {0xbc, 0xb1, 0x3a, 0x89, 0xe0, 0xbc, 0x9c, 0x55}};
static const GUID INSPECTABLE = {0xaf86e2e0, 0xb12d, 0x4c6a, {0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90}};
static const GUID AGILE = {0x94ea2b94, 0xe9cc, 0x49e0, {0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90}};
static const GUID UNKNOWN = {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};

static HRESULT WINAPI query(Object *self, const GUID *wanted, Object **found);
static ULONG WINAPI count(Object *self) { return 1; }
static HRESULT WINAPI missing(void) { return E_NOTIMPL; }
static HRESULT WINAPI activate(Object *self, Object **made);

/* Black on white, and one blue for every accent: alpha, red, green, blue. */
static HRESULT WINAPI colour(Object *self, int kind, BYTE *argb)
{
    BYTE level = kind == 1 ? 0 : 255;
    argb[0] = 255;
    argb[1] = kind < 2 ? level : 0;
    argb[2] = kind < 2 ? level : 120;
    argb[3] = kind < 2 ? level : 215;
    return S_OK;
}

static HRESULT WINAPI add_listener(Object *self, void *listener, LONG64 *token) { *token = 1; return S_OK; }
static HRESULT WINAPI remove_listener(Object *self, LONG64 token) { return S_OK; }

#define BASE query, count, count, missing, missing, missing
static void *factory_methods[] = {BASE, activate};
static void *settings_methods[] = {BASE, missing, missing, missing, missing, missing, missing, missing,
    missing, missing, missing, missing, missing, missing, missing, missing, missing, missing};
static void *colours_methods[] = {BASE, colour, add_listener, remove_listener};
static Object factory = {factory_methods}, settings = {settings_methods}, colours = {colours_methods};

static HRESULT WINAPI query(Object *self, const GUID *wanted, Object **found)
{
    int plain = IsEqualGUID(wanted, &UNKNOWN) || IsEqualGUID(wanted, &INSPECTABLE) || IsEqualGUID(wanted, &AGILE);
    *found = NULL;
    if (self == &factory)
        *found = plain || IsEqualGUID(wanted, &FACTORY) ? &factory : NULL;
    else if (IsEqualGUID(wanted, &COLOURS))
        *found = &colours;
    else if (plain || IsEqualGUID(wanted, &SETTINGS))
        *found = &settings;
    return *found ? S_OK : E_NOINTERFACE;
}

static HRESULT WINAPI activate(Object *self, Object **made) { *made = &settings; return S_OK; }

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void *name, Object **made) { *made = &factory; return S_OK; }
__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
