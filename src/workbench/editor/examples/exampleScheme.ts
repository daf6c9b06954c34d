/** Of the URIs of examples that are open as text. */
export const exampleScheme = 'tunewright-example';
