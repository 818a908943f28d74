import type { IssueSpec } from '../issue-spec.ts';

/** What can be wrong with uploaded files, and with values that name them. */
export const FILE_ISSUES = {
  FILE_UNKNOWN: {
    message: { en: '"{field}" names a file that is not there.', 'zh-CN': '“{field}”引用的文件不存在。' },
    cure: {
      en: 'Upload the file first and give the id that the upload answered. Uploads that no record uses are removed after a day.',
      'zh-CN': '请先上传文件，再填写上传后返回的编号。未被任何记录使用的上传会在一天后清除。',
    },
  },
  FILE_NOT_IMAGE: {
    message: { en: '"{name}" is not a picture that can be shown.', 'zh-CN': '“{name}”不是可显示的图片。' },
    cure: { en: 'Choose a PNG, JPEG, WebP, GIF or AVIF.', 'zh-CN': '请选择 PNG、JPEG、WebP、GIF 或 AVIF 图片。' },
  },
  FILE_TOO_MANY: {
    message: { en: '"{field}" takes at most {max} files.', 'zh-CN': '“{field}”最多 {max} 个文件。' },
    cure: { en: 'Remove some of them.', 'zh-CN': '请移除一部分文件。' },
  },
  FILE_TOO_LARGE: {
    message: { en: 'The file is larger than {max} bytes.', 'zh-CN': '文件超过 {max} 字节。' },
    cure: { en: 'Make it smaller, or split it.', 'zh-CN': '请压缩或拆分后再上传。' },
  },
  FILE_EMPTY: {
    message: { en: 'The file is empty.', 'zh-CN': '文件为空。' },
    cure: { en: 'Choose a file with content.', 'zh-CN': '请选择有内容的文件。' },
  },
  FILE_NAME: {
    message: { en: 'The upload does not say what the file is called.', 'zh-CN': '上传时没有说明文件名。' },
    cure: {
      en: 'Send X-File-Name with the URL-encoded name, at most {max} characters.',
      'zh-CN': '请在 X-File-Name 中给出 URL 编码后的文件名，最多 {max} 个字符。',
    },
  },
  FILE_CONTENT_TYPE: {
    message: {
      en: 'An upload is sent as application/octet-stream.',
      'zh-CN': '上传内容须为 application/octet-stream。',
    },
    cure: {
      en: 'Send the bytes as they are, with that Content-Type and without Content-Encoding.',
      'zh-CN': '请以该 Content-Type 原样发送文件内容，不要使用 Content-Encoding。',
    },
  },
  FILE_UNUSED_TOO_MANY: {
    message: {
      en: 'You have uploaded {max} files within a day that no record uses.',
      'zh-CN': '您一天内已上传 {max} 个未被任何记录使用的文件。',
    },
    cure: { en: 'Save the records first.', 'zh-CN': '请先保存记录。' },
  },
  UPLOADS_RUNNING_MANY: {
    message: {
      en: 'You are sending {max} files already.',
      'zh-CN': '您已有 {max} 个文件正在上传。',
    },
    cure: { en: 'Wait until one of them has arrived.', 'zh-CN': '请等其中一个上传完成后再试。' },
  },
  FILE_PREVIEW: {
    message: { en: 'This is no small preview of the picture.', 'zh-CN': '这不是该图片的缩略图。' },
    cure: {
      en: 'Send a WebP, JPEG or PNG of at most {max} bytes, for a picture that you have just uploaded.',
      'zh-CN': '请为刚上传的图片发送不超过 {max} 字节的 WebP、JPEG 或 PNG。',
    },
  },
  FILE_NOT_FOUND: {
    message: { en: 'There is no such file for you.', 'zh-CN': '没有您可以查看的这个文件。' },
    cure: {
      en: 'Open it from the record that holds it; the record may have another file by now.',
      'zh-CN': '请从包含该文件的记录中打开；记录中的文件可能已被替换。',
    },
  },
  FILE_STORE_UNAVAILABLE: {
    message: { en: 'The place where files are kept does not answer.', 'zh-CN': '文件存储暂时无法访问。' },
    cure: {
      en: 'Try again in a moment; operators find the reason in the log.',
      'zh-CN': '请稍后重试；管理员可在日志中查看原因。',
    },
  },
  CONFIG_FILES: {
    message: {
      en: '{name} names no bucket of an S3 service.',
      'zh-CN': '{name} 不是有效的 S3 存储桶地址。',
    },
    cure: {
      en: 'Write s3://bucket/prefix, and give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; AWS_REGION and AWS_ENDPOINT_URL_S3 as the service needs them.',
      'zh-CN':
        '请写成 s3://桶/前缀，并提供 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY；AWS_REGION 与 AWS_ENDPOINT_URL_S3 按服务需要填写。',
    },
  },
  BACKUP_FILE_BYTES: {
    message: {
      en: 'The bytes of "{name}" are not where files are kept, or are not what was uploaded.',
      'zh-CN': '“{name}”的内容不在文件存储中，或与上传时不一致。',
    },
    cure: {
      en: 'Bring the files folder or bucket back first; a backup without them would not be whole.',
      'zh-CN': '请先恢复文件目录或存储桶；缺少文件的备份是不完整的。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
