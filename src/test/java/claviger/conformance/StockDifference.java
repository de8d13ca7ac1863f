package claviger.conformance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why tests fail at {@code p11-kit server} 0.24.1 over SoftHSM2 2.6.1, and how they do. A name is that of a test with its
 * class, or that of a class all of whose tests fail in this way. Only a {@link #RACE} may also end well.
 */
enum StockDifference {
    /** Functions of PKCS#11 2.40 that SoftHSM2 does not have: recovery, operation states, slot events. */
    FUNCTIONS_OF_2_40("CKR_FUNCTION_NOT_SUPPORTED: C_\\w+ at "
            + "|<CKR_CRYPTOKI_NOT_INITIALIZED> but was: <CKR_FUNCTION_NOT_SUPPORTED>",
        "InitializeTest.aThreadThatWaitsForASlotIsSentHomeByFinalize",
        "OperationStateTest.aSettingTradesStatesForSpeed",
        "OperationStateTest.aStateBelongsToItsTokenAndToTheStateOfItsSession",
        "OperationStateTest.everyBitCounts",
        "OperationStateTest.itCancelsWhatRanUnlessItIsRefused",
        "OperationStateTest.keysAreGivenAgain",
        "OperationStateTest.nothingToSaveIsNotInitialized",
        "OperationStateTest.theStateFitsItsBufferOrIsNotGiven",
        "RecoverTest",
        "SlotTest.noSlotHasAnEventAfterInitialize"),

    /** PKCS#11 3.x: SoftHSM2 has the functions of 2.40, and p11-kit 0.24 no calls for others. */
    FUNCTIONS_SINCE_3_0("CKR_(FUNCTION_NOT_SUPPORTED|ATTRIBUTE_TYPE_INVALID): .*(cannot be told to|too old to be told)"
            + "|but was: <CKR_FUNCTION_NOT_SUPPORTED>$",
        "AuthenticatedWrapTest",
        "BufferTest.aLengthQueryConsumesNothingAndTellsEnough",
        "BufferTest.aShortBufferConsumesNothingAndTellsEnough",
        "CcmWrapTest.aKeyComesBackAsItWas",
        "CcmWrapTest.aKeyThatWrapsByCountingHasDoneNothingElse",
        "CcmWrapTest.aMacIsNotShort",
        "CcmWrapTest.privateKeysAreWrappedToo",
        "CcmWrapTest.whatWasTamperedWithIsNoKey",
        "EncapsulateTest.theTemplateOfThePublicKeyIsComparedAndThatOfThePrivateAdded",
        "ErrorPrecedenceTest.theSessionGoesBeforeArgumentsAndOperations",
        "MessageMechanismsTest.ccmHasItsNonceAndMacInTheParameter",
        "MessageMechanismsTest.theParameterIsThatOfTheMechanism",
        "MessageSignTest.aLogoutEndsItWithAPrivateKey",
        "MessageSignTest.aMessageComesInParts",
        "MessageSignTest.aPairSignsAndVerifiesMessages",
        "MessageSignTest.aWrongSignatureEndsTheMessageAndNotTheProcess",
        "MessageSignTest.buffersAreAskedForBeforeAnythingIsUsed",
        "MessageSignTest.manyMessagesAreSignedWithOneKey",
        "MessageSignTest.oneMessageAtATime",
        "MessageSignTest.onePinDoesNotPayForManySignatures",
        "MessageSignTest.rawRsaSignsMessagesOnlyForAKeyThatNamesIt",
        "MessageSignTest.theProcessIsAnOperation",
        "MessageTest",
        "OperationTest.aNullMechanismCancels",
        "ReauthenticationTest.usersHaveNoNames",
        "SessionCancelTest",
        "SessionTest.nobodyHasValidatedTheToken",
        "SignTest.sha1IsSignedByKeysThatNameItAndOnSpecByAll",
        "VerifySignatureTest.aWrongSignatureEndsIt",
        "VerifySignatureTest.everyMechanismThatVerifiesIsTaken",
        "VerifySignatureTest.itIsCancelledLikeOthers",
        "VerifySignatureTest.itVerifiesInOnePartAndInMany",
        "VerifySignatureTest.theSignatureIsTakenAtInit"),

    /** O12: SoftHSM2 runs one operation in a session, and has no dual functions. */
    ONE_OPERATION("CKR_OPERATION_ACTIVE: C_\\w+Init|C_DigestEncryptUpdate|too old to be told"
            + "|expected: <true> but was: <false>",
        "DualTest",
        "OperationStateTest.twoOperationsAreSavedTogether"),

    /** p11-kit 0.24 knows two structures of parameters, and our client sends no others that have pointers. */
    PARAMETERS("CKR_MECHANISM_PARAM_INVALID: the parameter of .* cannot be told"
            + "|<CKR_KEY_NOT_WRAPPABLE> but was: <CKR_MECHANISM_PARAM_INVALID>",
        "CcmWrapTest.theBlobIsThatOfTheMode",
        "CcmWrapTest.twoKeysAreNotWrappedUnderOneNonce",
        "DerivationTest",
        "EncryptTest.gcmGivesOutNothingThatItHasNotChecked",
        "EncryptTest.gcmIsTheOneOfTheJdk",
        "KeyTest.aKeyThatMayNotDeriveDoesNot",
        "KeyTest.twoSidesOfEcdhDeriveTheSameSecret",
        "RawMechanismsTest.encryptedDataAreAsSecretAsTheirKey",
        "RawMechanismsTest.keysAreDerivedByEncryptingData",
        "ReauthenticationTest.whatHasNoInitIsNotForSuchAKey",
        "RsaAesKeyWrapTest.aPrivateKeyTravelsUnderAPublicOne",
        "Tls12Test",
        "TlsMacTest.clientAndServerSayDifferentThings"),

    /** Mechanisms, types and lengths of keys that SoftHSM2 does not have. */
    MECHANISMS("CKR_MECHANISM_INVALID: C_|but was: <CKR_MECHANISM_INVALID>|CKR_KEY_SIZE_RANGE: C_SignInit"
            + "|CKR_ATTRIBUTE_VALUE_INVALID: C_CreateObject",
        "BufferTest.aSignatureThatDidNotFitIsMadeLater",
        "BufferTest.aWrappedKeyFollowsTheSameRules",
        "EncapsulateTest.aLengthQueryOrASmallBufferMakesNoKey",
        "EncapsulateTest.aSeedAndAValueOfTwoKeysAreNoKey",
        "EncapsulateTest.aStoredKeyComesBackFromTheStoreAndFromABlob",
        "EncapsulateTest.aWrongCiphertextGivesAnotherKeyAndOneOfAWrongLengthNone",
        "EncapsulateTest.bothSidesHaveTheSameKeyWithoutAHistory",
        "EncapsulateTest.theKeysAreRefusedByTheirCodes",
        "EncapsulateTest.theTemplateOfTheNewKeyIsChecked",
        "EncapsulateTest.whatAPublicSessionMayNotMakeItDoesNotGetByAKem",
        "EncryptTest.aKeyForXtsEncryptsDataUnits",
        "KeyTest.aBadBlobMakesNoKey",
        "KeyTest.aPublicObjectCannotBeWrapped",
        "KeyTest.aWrappedKeyComesBackAndWorks",
        "KeyTest.wrappingIsRefusedInTheOrderOfTheRule",
        "MessageMechanismsTest.chaCha20Poly1305HasTheCallersNonce",
        "MessageSignTest.whatSignsInOnePartHasNoMessageInParts",
        "OperationStateTest.whatCannotLeaveIsUnsaveable",
        "OperationStateTest.whatWasSavedGoesOnInAnotherSession",
        "PublicHalfTest",
        "RawMechanismsTest.theOldNameOfPaddedWrappingOnlyUnwraps",
        "ReauthenticationTest.aLengthQueryNeedsNoPin",
        "ReauthenticationTest.aRestoredOperationAsksForThePinAgain",
        "ReauthenticationTest.aWrongPinCountsAndLeavesTheOperationWaiting",
        "ReauthenticationTest.eachUseWaitsForThePin",
        "ReauthenticationTest.theLastWrongPinLogsOut",
        "ReauthenticationTest.thePinCountsForTheWholeOperationInParts",
        "ReauthenticationTest.thePinOfNoOperationIsRefused",
        "ReauthenticationTest.whoseTriesAreGoneBySomebodyElseIsLoggedOutAtTheNextUse",
        "SignTest.aKeyThatIsDestroyedUnderAnOperationSignsToTheEnd",
        "SignTest.aVerdictEndsTheOperationAndTheWrongLengthGoesFirst",
        "SignTest.anEcdsaSignatureIsWhatTheJdkTakes",
        "SignTest.anHmacIsTheOneOfTheRfc",
        "VerifySignatureTest.aSignatureOfAPairIsVerified"),

    /** p11-kit 0.24 refuses a template in a template. */
    TEMPLATES("CKR_DEVICE_ERROR: C_Generate",
        "KeyTemplateTest.aDeriveTemplateIsAddedAndNotContradicted",
        "KeyTemplateTest.aWrapTemplateSaysWhichKeysMayGoOut",
        "KeyTemplateTest.anUnwrapTemplateIsAddedAndNotContradicted",
        "KeyTemplateTest.theTemplatesOfAKeyAreFixedAndCopied"),

    /** Attributes that SoftHSM2 does not know, CKA_UNIQUE_ID and CKA_PUBLIC_KEY_INFO above all. */
    ATTRIBUTES("CkrException: CKR_ATTRIBUTE_TYPE_INVALID: C_|is missing|Missing key encoding",
        "ConcurrencyTest.everySignatureVerifiesWhileOthersComeAndGo",
        "ObjectTest.everyObjectGetsAnIdOfItsOwn",
        "SignTest.anRsaSignatureIsWhatTheJdkTakes"),

    /** C11: SoftHSM2 has no profile, mechanism and clock objects. */
    BUILT_IN("expected: <|ArrayIndexOutOfBoundsException",
        "BuiltInTest.everyMechanismIsAnObject",
        "BuiltInTest.nobodyMakesChangesCopiesOrDestroysThem",
        "BuiltInTest.theClockTellsTheTime",
        "BuiltInTest.theProfilesAreThoseThatTheTokenKeepsTo",
        "ObjectTest.builtInObjectsCannotBeMade"),

    /** The profiles of 3.2 want that version told; this one is 2.40. */
    VERSION("expected: <3.2> but was: <2.40>",
        "ProfilesTest"),

    /** Z, D19: what our token refuses or hides by default and the standard leaves open. */
    POLICY("SAFE ==> expected|CKA_\\w+ ==> array contents differ|to be thrown, but nothing was thrown"
            + "|expected: <\\[object 4\\]> but was",
        "AttributeTest.aPairHasTheDefaultsOfTheTable",
        "AttributeTest.aSecretKeyHasTheDefaultsOfTheTable",
        "DhTest.whatLeaksTheKeyIsRefused",
        "DigestKeyTest.aRefusedKeyLeavesTheDigestRunning",
        "FindTest.aWithheldValueIsNoOracle",
        "ObjectTest.aSecretForTheTokenNeedsALoginUnderWhichItIsSealed",
        "RawMechanismsTest.rawRsaIsForKeysThatNameIt"),

    /** What our settings say: tries of PINs, so many sessions and objects, readings, the empty slot. */
    SETTINGS(".",
        "LoginTest.inTheNewReadingReadOnlySessionsBesideTheSoArePublic",
        "OperationTest.aSwitchLetsThemRunTogether",
        "PinTest.aLockedSoStaysLocked",
        "PinTest.aLockedUserIsFreedByTheSo",
        "PinTest.aWrongOldPinIsAFailedTry",
        "PinTest.parallelGuessesShareOneBudget",
        "PinTest.theFlagsFollowTheCounter",
        "SessionTest.anApplicationHasSoManySessionObjectsAtTheMost",
        "SessionTest.thereIsALimitForEachApplication",
        "SlotTest.theEmptySlotIsThereWhenAskedFor"),

    /** The test reaches behind the functions, into our engine or store, or asks by a call of our own. */
    ENGINE("the engine is not ours|No value present|UnsupportedOperationException",
        "FindTest.aVersionOfTheObjectsIsOfOneStateAndNeverComesBack",
        "SlotTest.aTokenWithoutSessionsCanBeDeleted",
        "SlotTest.theSessionsOfADeletedTokenAreDead"),

    /** L5: at SoftHSM2 who is not logged in may log out. */
    LOGOUT("CKR_USER_NOT_LOGGED_IN.*CKR_OK",
        "LoginTest.theStatesMoveAsTheTableSays",
        "StoryTest.logins-are-each-applications-own",
        "StoryTest.so-login-once-the-read-only-session-is-gone"),

    /** H1, D20, T6: each application is a process of SoftHSM2, which knows little of the others; all number alike. */
    PROCESSES(".",
        "AccessTest.oneObjectHasAHandleInEachApplication",
        "AccessTest.whatAnybodyDestroysIsGoneForAllAndItsHandleStaysDead",
        "ErrorPrecedenceTest.aSessionGoesBeforeThePinOfInitToken",
        "PinTest.aPublicSessionSetsTheUsersPin",
        "PinTest.aResetByTheSoLogsTheUserOutEverywhere",
        "PinTest.onlyTheSoSetsTheUsersPin",
        "PinTest.theSoSetsHisOwnPin",
        "PinTest.theUserSetsHisOwnPin",
        "SessionTest.everyFunctionRefusesAHandleThatIsNoSession",
        "SlotTest.initTokenIsRefusedWhileAnybodyHasASession",
        "StoryTest.pins-change",
        "StoryTest.token-is-not-made-anew-under-a-session"),

    /**
     * Processes at once: a change that loses against a destruction has another code, and a token is not recognized while
     * another process writes it.
     */
    RACE("race \\d+: CKR_\\w+|CKR_TOKEN_NOT_RECOGNIZED|\\[CKR_.*\\] ==> expected: <",
        "ObjectTest.changingAndDestroyingOneObjectAtOnceEndsWithoutIt",
        "PinTest.fewerWrongPinsThanTriesNeverLock",
        "PinTest.parallelRightPinsAllSucceed"),

    /**
     * SoftHSM2 tells no sizes of objects and no counts of sessions, sets CKF_RESTORE_KEY_NOT_NEEDED, and lists no
     * CKM_ECDSA_SHA256.
     */
    INFORMATION("expected: <",
        "ObjectTest.theSizeOfAnObjectIsTold",
        "SlotTest.aTokenGoesFromEmptyToInitialisedToUserPinSet",
        "SlotTest.aTokenInfoCountsTheSessionsOfItsApplication",
        "SlotTest.everyListedMechanismTellsWhatItDoesAndOthersAreInvalid"),

    /** F4: a search of SoftHSM2 still finds what has been destroyed since it began. */
    SEARCH("expected: <\\[object 4\\]>",
        "FindTest.aSearchKnowsWhatWasThereWhenItBegan"),

    /**
     * SoftHSM2 or p11-kit refuse what the rule allows: a derivation without CKA_CLASS and CKA_KEY_TYPE, a data object
     * without CKA_PRIVATE and a login, a request for no random bytes.
     */
    REFUSED("CKR_TEMPLATE_INCOMPLETE: C_DeriveKey|CKR_ARGUMENTS_BAD: C_GenerateRandom"
            + "|CKR_USER_NOT_LOGGED_IN: C_CreateObject",
        "AttributeTest.aDataObjectIsPublicUnlessItSaysOtherwise",
        "DhTest.aPairAgreesWithTheJdk",
        "DhTest.anImportedKeyIsTheSameKey",
        "KeyTest.randomBytesAreOfTheLengthAskedForAndNotTheSameTwice"),

    /** SoftHSM2 refuses too, by another code. */
    OTHER_CODE("expected: <CKR_\\w+> but was: <CKR_\\w+>",
        "AccessTest.aPrivateKeyWorksFromAReadOnlyUserSession",
        "EncryptTest.aParameterThatDoesNotFitIsRefusedAtInit",
        "EncryptTest.paddingThatIsWrongIsInvalidData",
        "ErrorPrecedenceTest.theKeyChecksOfAnInitComeInTheirOrder",
        "KeyTest.aTemplateForGenerationIsChecked",
        "LoginTest.aNullPinIsAWrongOne",
        "ObjectTest.aTemplateThatIsNotRightIsRefusedByItsOwnCode",
        "ObjectTest.theFirstOfTheCodesIsTheOneOfTheAttributesType",
        "SessionTest.anOperationOutlivesTheKeyThatDiesWithItsSession"),

    /** SoftHSM2 does what the rule refuses. */
    ALLOWED("expected CKR_\\w+ ==> Expected .* to be thrown, but nothing was thrown",
        "DigestKeyTest.theValueOfTheKeyIsDigested",
        "ErrorPrecedenceTest.aNullArgumentIsABadOne",
        "LoginTest.logoutCancelsOperationsWithAPrivateKeyAndNoOthers",
        "OperationTest.aSinglePartCallAfterAnUpdateIsRefusedAndTheOperationGoesOn",
        "SessionTest.anAsynchronousSessionIsNotSupported",
        "SlotTest.aSlotThatIsNotThereIsInvalid");

    private final Pattern shown;
    private final Set<String> names;

    /** @param shown what the failure says, a part of it as a regular expression */
    StockDifference(String shown, String... names) {
        this.shown = Pattern.compile(shown, Pattern.DOTALL);
        this.names = Set.of(names);
    }

    static Optional<StockDifference> of(String test) {
        return Stream.of(values()).filter(row -> namesOf(test).stream().anyMatch(row.names::contains)).findFirst();
    }

    /** Under what a test can be in the table. */
    static List<String> namesOf(String test) {
        return List.of(test, test.replaceFirst("\\..*", ""));
    }

    static Set<String> names() {
        return Stream.of(values()).flatMap(row -> row.names.stream()).collect(Collectors.toSet());
    }

    boolean shows(String failure) {
        return shown.matcher(failure).find();
    }
}
