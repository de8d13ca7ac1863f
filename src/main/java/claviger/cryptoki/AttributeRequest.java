package claviger.cryptoki;

/** One entry of the array that C_GetAttributeValue fills (G1): which attribute, and where its byte form goes. */
public record AttributeRequest(Cka<?> attribute, Output output) {
}
