package claviger.rpc;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The calls of p11-kit's protocol: number, signature of the request and of the reply, which travel in every message. The
 * numbers are the same in all releases; a peer knows them up to the end of its own. Ours come behind (D4): a number that a
 * release has had is never given to another call, and a server that is older than a call refuses it (D24).
 */
enum Call {
    ERROR(                   0, "",                    "u"),
    // general, slots and tokens
    C_Initialize(            1, "ayyay",               ""),
    C_Finalize(              2, "",                    ""),
    C_GetInfo(               3, "",                    "vsusv"),
    C_GetSlotList(           4, "yfu",                 "au"),
    C_GetSlotInfo(           5, "u",                   "ssuvv"),
    C_GetTokenInfo(          6, "u",                   "ssssuuuuuuuuuuuvvs"),
    C_GetMechanismList(      7, "ufu",                 "au"),
    C_GetMechanismInfo(      8, "uu",                  "uuu"),
    C_InitToken(             9, "uayz",                ""),
    // sessions
    C_OpenSession(          10, "uu",                  "u"),
    C_CloseSession(         11, "u",                   ""),
    C_CloseAllSessions(     12, "u",                   ""),
    C_GetSessionInfo(       13, "u",                   "uuuu"),
    C_InitPIN(              14, "uay",                 ""),
    C_SetPIN(               15, "uayay",               ""),
    C_GetOperationState(    16, "ufy",                 "ay"),
    C_SetOperationState(    17, "uayuu",               ""),
    C_Login(                18, "uuay",                ""),
    C_Logout(               19, "u",                   ""),
    // objects
    C_CreateObject(         20, "uaA",                 "u"),
    C_CopyObject(           21, "uuaA",                "u"),
    C_DestroyObject(        22, "uu",                  ""),
    C_GetObjectSize(        23, "uu",                  "u"),
    C_GetAttributeValue(    24, "uufA",                "aAu"),
    C_SetAttributeValue(    25, "uuaA",                ""),
    C_FindObjectsInit(      26, "uaA",                 ""),
    C_FindObjects(          27, "ufu",                 "au"),
    C_FindObjectsFinal(     28, "u",                   ""),
    // encryption and decryption
    C_EncryptInit(          29, "uMu",                 ""),
    C_Encrypt(              30, "uayfy",               "ay"),
    C_EncryptUpdate(        31, "uayfy",               "ay"),
    C_EncryptFinal(         32, "ufy",                 "ay"),
    C_DecryptInit(          33, "uMu",                 ""),
    C_Decrypt(              34, "uayfy",               "ay"),
    C_DecryptUpdate(        35, "uayfy",               "ay"),
    C_DecryptFinal(         36, "ufy",                 "ay"),
    // digests
    C_DigestInit(           37, "uM",                  ""),
    C_Digest(               38, "uayfy",               "ay"),
    C_DigestUpdate(         39, "uay",                 ""),
    C_DigestKey(            40, "uu",                  ""),
    C_DigestFinal(          41, "ufy",                 "ay"),
    // signatures
    C_SignInit(             42, "uMu",                 ""),
    C_Sign(                 43, "uayfy",               "ay"),
    C_SignUpdate(           44, "uay",                 ""),
    C_SignFinal(            45, "ufy",                 "ay"),
    C_SignRecoverInit(      46, "uMu",                 ""),
    C_SignRecover(          47, "uayfy",               "ay"),
    C_VerifyInit(           48, "uMu",                 ""),
    C_Verify(               49, "uayay",               ""),
    C_VerifyUpdate(         50, "uay",                 ""),
    C_VerifyFinal(          51, "uay",                 ""),
    C_VerifyRecoverInit(    52, "uMu",                 ""),
    C_VerifyRecover(        53, "uayfy",               "ay"),
    // dual functions
    C_DigestEncryptUpdate(  54, "uayfy",               "ay"),
    C_DecryptDigestUpdate(  55, "uayfy",               "ay"),
    C_SignEncryptUpdate(    56, "uayfy",               "ay"),
    C_DecryptVerifyUpdate(  57, "uayfy",               "ay"),
    // keys, random numbers
    C_GenerateKey(          58, "uMaA",                "u"),
    C_GenerateKeyPair(      59, "uMaAaA",              "uu"),
    C_WrapKey(              60, "uMuufy",              "ay"),
    C_UnwrapKey(            61, "uMuayaA",             "u"),
    C_DeriveKey(            62, "uMuaA",               "u"),
    C_SeedRandom(           63, "uay",                 ""),
    C_GenerateRandom(       64, "ufy",                 "ay"),
    // slot events
    C_WaitForSlotEvent(     65, "u",                   "u"),
    // from 0.25.0: PKCS#11 3.0
    C_LoginUser(            66, "uuayay",              ""),
    C_SessionCancel(        67, "uu",                  ""),
    C_MessageEncryptInit(   68, "uMu",                 ""),
    C_EncryptMessage(       69, "uayayayfy",           "ay"),
    C_EncryptMessageBegin(  70, "uayay",               ""),
    C_EncryptMessageNext(   71, "uayayfyu",            "ay"),
    C_MessageEncryptFinal(  72, "u",                   ""),
    C_MessageDecryptInit(   73, "uMu",                 ""),
    C_DecryptMessage(       74, "uayayayfy",           "ay"),
    C_DecryptMessageBegin(  75, "uayay",               ""),
    C_DecryptMessageNext(   76, "uayayfyu",            "ay"),
    C_MessageDecryptFinal(  77, "u",                   ""),
    C_MessageSignInit(      78, "uMu",                 ""),
    C_SignMessage(          79, "uayayfy",             "ay"),
    C_SignMessageBegin(     80, "uay",                 ""),
    C_SignMessageNext(      81, "uayayyfy",            "ay"),
    C_MessageSignFinal(     82, "u",                   ""),
    C_MessageVerifyInit(    83, "uMu",                 ""),
    C_VerifyMessage(        84, "uayayay",             ""),
    C_VerifyMessageBegin(   85, "uay",                 ""),
    C_VerifyMessageNext(    86, "uayayay",             ""),
    C_MessageVerifyFinal(   87, "u",                   ""),
    // from 0.25.0, and from 0.25.6
    C_InitToken2(           88, "uays",                ""),
    C_DeriveKey2(           89, "uMuaA",               "uPu"),

    // our own block (D4), between our two ends alone: mechanisms whose parameter has no form in p11-kit's tables
    X_EncryptInit(         0x434c_0000, "uXu",         ""),
    X_DecryptInit(         0x434c_0001, "uXu",         ""),
    X_DigestInit(          0x434c_0002, "uX",          ""),
    X_SignInit(            0x434c_0003, "uXu",         ""),
    X_SignRecoverInit(     0x434c_0004, "uXu",         ""),
    X_VerifyInit(          0x434c_0005, "uXu",         ""),
    X_VerifyRecoverInit(   0x434c_0006, "uXu",         ""),
    X_MessageEncryptInit(  0x434c_0007, "uXu",         ""),
    X_MessageDecryptInit(  0x434c_0008, "uXu",         ""),
    X_MessageSignInit(     0x434c_0009, "uXu",         ""),
    X_MessageVerifyInit(   0x434c_000a, "uXu",         ""),
    X_GenerateKey(         0x434c_000b, "uXaA",        "u"),
    X_GenerateKeyPair(     0x434c_000c, "uXaAaA",      "uu"),
    X_WrapKey(             0x434c_000d, "uXuufy",      "ay"),
    X_UnwrapKey(           0x434c_000e, "uXuayaA",     "u"),
    X_DeriveKey(           0x434c_000f, "uXuaA",       "Xu"),
    // messages, whose parameter takes what the call makes: the reply carries it back
    X_EncryptMessage(      0x434c_0010, "uWayayfy",    "ayW"),
    X_EncryptMessageBegin( 0x434c_0011, "uWay",        "W"),
    X_EncryptMessageNext(  0x434c_0012, "uWayfyy",     "ayW"),
    X_DecryptMessage(      0x434c_0013, "uWayayfy",    "ayW"),
    X_DecryptMessageBegin( 0x434c_0014, "uWay",        "W"),
    X_DecryptMessageNext(  0x434c_0015, "uWayfyy",     "ayW"),
    // functions of PKCS#11 3.2
    X_VerifySignatureInit( 0x434c_0020, "uXuay",       ""),
    X_VerifySignature(     0x434c_0021, "uay",         ""),
    X_VerifySignatureUpdate(0x434c_0022, "uay",        ""),
    X_VerifySignatureFinal(0x434c_0023, "u",           ""),
    X_EncapsulateKey(      0x434c_0024, "uXuaAfy",     "uay"),
    X_DecapsulateKey(      0x434c_0025, "uXuaAay",     "u"),
    X_WrapKeyAuthenticated(0x434c_0026, "uXWuuayfy",   "ayW"),
    X_UnwrapKeyAuthenticated(0x434c_0027, "uXWuayaAay", "u"),
    X_GetSessionValidationFlags(0x434c_0028, "uu",     "u"),
    X_AsyncComplete(       0x434c_0029, "uz",          ""),
    X_AsyncGetID(          0x434c_002a, "uz",          "u"),
    X_AsyncJoin(           0x434c_002b, "uzu",         ""),
    // what the standard does not have (D2)
    X_ChangeObjects(       0x434c_0030, "uO",          "au"),
    X_ObjectsVersion(      0x434c_0031, "u",           "yuuu"),
    X_GetAcl(              0x434c_0032, "uu",          "yay"),
    X_SetAcl(              0x434c_0033, "uuyay",       ""),
    X_GetOwner(            0x434c_0034, "u",           "ay"),
    X_SetOwner(            0x434c_0035, "uay",         ""),
    X_Challenge(           0x434c_0036, "u",           "ay"),
    X_Present(             0x434c_0037, "uay",         ""),
    X_Approve(             0x434c_0038, "uay",         ""),
    X_Approvals(           0x434c_0039, "u",           "L"),
    X_Denial(              0x434c_003a, "u",           "z");

    /** Those whose first argument is a number and no session. */
    private static final Set<Call> OF_NO_SESSION = EnumSet.of(C_GetSlotInfo, C_GetTokenInfo, C_GetMechanismList,
        C_GetMechanismInfo, C_InitToken, C_InitToken2, C_OpenSession, C_CloseAllSessions, C_WaitForSlotEvent);

    private static final Map<Integer, Call> BY_NUMBER =
        List.of(values()).stream().collect(Collectors.toUnmodifiableMap(Call::number, call -> call));

    private final int number;
    private final String request;
    private final String reply;
    private final List<Part> requestParts;
    private final List<Part> replyParts;

    Call(int number, String request, String reply) {
        this.number = number;
        this.request = request;
        this.reply = reply;
        this.requestParts = Part.parts(request);
        this.replyParts = Part.parts(reply);
    }

    /** The call of a number from outside, or null. */
    static Call of(int number) {
        return BY_NUMBER.get(number);
    }

    int number() {
        return number;
    }

    String signature(Direction direction) {
        return direction == Direction.REQUEST ? request : reply;
    }

    List<Part> parts(Direction direction) {
        return direction == Direction.REQUEST ? requestParts : replyParts;
    }

    /** Whether the first argument is a session. */
    boolean isOfSession() {
        return request.startsWith("u") && !OF_NO_SESSION.contains(this);
    }

    boolean has(Direction direction, Part part) {
        return parts(direction).contains(part);
    }

    enum Direction {
        REQUEST, REPLY
    }
}
