/** Where a file of a tenant is: itself, the small picture of it, or to be kept (SPEC [FILE-6], [FILE-9]). */
export function fileAddress(tenant: string, id: string, as?: 'preview' | 'download'): string {
  return `/t/${tenant}/files/${id}${as === 'preview' ? '/preview' : as === 'download' ? '?download' : ''}`;
}
