/** Why a tool did nothing, or not all: a sentence for the model that says what to do instead. */
export class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}
