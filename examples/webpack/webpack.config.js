import MiniCssExtractPlugin from 'mini-css-extract-plugin';

/** What webpack needs for any stylesheet; nothing here is for ODE. */
export default {
  entry: './src/main.js',
  output: { publicPath: 'auto' },
  module: { rules: [{ test: /\.css$/, use: [MiniCssExtractPlugin.loader, 'css-loader'] }] },
  plugins: [new MiniCssExtractPlugin()],
};
