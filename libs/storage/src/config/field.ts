/** What a field holds: `bytes` is a number, also written `500 MB` or `2 GiB`; `json-file` is the text of a JSON object and as secret as `secret`. */
export type FieldKind = 'text' | 'secret' | 'url' | 'integer' | 'bytes' | 'boolean' | 'choice' | 'json-file' | 'path';

export type JsonScalar = string | number | boolean;

export interface FieldChoice {
  readonly value: string;
  readonly label: string;
}

/** One setting of a driver, as data: the type, the check, the form, the environment names and the docs follow from it. */
export interface Field {
  /** camelCase; `accessKeyId` becomes `…_ACCESS_KEY_ID` in the environment. */
  readonly name: string;
  readonly label: string;
  /** One or two sentences. */
  readonly help: string;
  readonly kind: FieldKind;
  readonly required?: boolean;
  readonly default?: JsonScalar;
  readonly example?: string;
  /** Fields of one group stand together in the form; those of `Advanced` are folded away. */
  readonly group?: string;
  /** The whole value has to match; `message` is read after the label. */
  readonly pattern?: { readonly source: string; readonly message: string };
  /** For `choice`. */
  readonly choices?: readonly FieldChoice[];
  /** Of a number its value, of a text its length. */
  readonly min?: number;
  readonly max?: number;
  /** For `text`: may have line breaks. */
  readonly multiline?: boolean;
  /** For `url`: a path behind the host is allowed. */
  readonly allowPath?: boolean;
  /** The field exists only while another has this value. */
  readonly when?: { readonly field: string; readonly equals: JsonScalar };
}
