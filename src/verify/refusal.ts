/** Why a certificate, or one of its claims, is not believed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
