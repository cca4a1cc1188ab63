// The JSON Schemas of HAR 1.2 come without types.
declare module 'har-schema' {
  const schemas: Readonly<Record<string, object>>;
  export default schemas;
}
